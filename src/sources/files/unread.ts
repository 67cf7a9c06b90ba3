import type { Range } from '../../model/argument.ts';
import { problemIn, UnreadServer } from '../../model/problem.ts';
import { looksLikeBrokenManifest, looksLikeYaml, startsApiServer } from './broken-manifest.ts';
import { describeUnread } from './describe-unread.ts';
import type { ReadFile } from './file-format.ts';
import type { FoundFile } from './find-files.ts';
import { isProseAbout, outside } from './flag-mentions.ts';
import type { Input } from './input-formats.ts';
import { ignored, type Part, problem } from './part.ts';
import type { SourceFile } from './source-file.ts';

/**
 * What was not read of a file. In a directory, it is a problem only if it may start an API server.
 *
 * @param ranges what other files have read of it
 */
export function unreadOf(
  { path, isNamed }: FoundFile,
  file: SourceFile,
  { invocations, error, mentions: all }: ReadFile,
  ranges: readonly Range[] = [],
  input: Input | undefined,
): Part {
  if (error instanceof UnreadServer) return { problems: [problemIn(path, error)] };
  const mentions = all.filter(outside(ranges));
  const [mention] = mentions;
  if (mention === undefined && error === undefined && invocations) return {};
  if (mention !== undefined && !isNamed && isProseAbout(path, file.text, mentions))
    return ignored(path, 'it only talks of kubelet-https', file.spanOf(mention, mention + 1));
  if (input && isNamed && !invocations && !error)
    return problem(path, `it is not in ${input} format`, 'Omit --input to detect the format.');
  const isBroken = error !== undefined && looksLikeYaml(path, file.text);
  const mayStart = isNamed
    ? isBroken || (!looksLikeYaml(path, file.text) && startsApiServer(path, file.text))
    : error !== undefined && looksLikeBrokenManifest(path, file.text);
  if (mention !== undefined || mayStart) {
    return { problems: [problemIn(path, describeUnread(file, mention, isBroken ? error : undefined))] };
  }
  return ignored(path, error?.message ?? 'not in a format that starts an API server');
}
