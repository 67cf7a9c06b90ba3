import type { ApiServer } from '../model/api-server.ts';
import { basename, type FilePosition } from '../model/argument.ts';
import { type Problem, problemPlace } from '../model/problem.ts';
import { decisiveArgument, type Verdict, type Warning } from '../model/verdict.ts';

const MAX_CHARACTERS = 80;

/** What a file would start, judged. */
export interface JudgedStart {
  readonly server: ApiServer;
  readonly verdict: Verdict;
}

/** Where a restart will change the verdict or the value of a server, or may do so. */
export function driftWarnings(
  now: Verdict,
  next: readonly JudgedStart[],
  problems: readonly Problem[],
): Warning[] {
  if (now.status === 'unknown') return [];
  return [
    ...next
      .filter(
        ({ verdict }) =>
          verdict.status !== now.status ||
          effectiveValue(verdict) !== effectiveValue(now) ||
          (hasRemovedFlag(verdict) && !now.isRefused),
      )
      .map((start) => driftTo(start, now)),
    ...unreadableWarnings(problems),
  ];
}

function unreadableWarnings(problems: readonly Problem[]): Warning[] {
  return [
    ...unreadableAs(
      'drift',
      problems.filter(({ isForbidden }) => !isForbidden),
    ),
    ...unreadableAs(
      'cannot-read',
      problems.filter(({ isForbidden }) => isForbidden),
    ),
  ];
}

function unreadableAs(code: 'drift' | 'cannot-read', [first, ...others]: readonly Problem[]): Warning[] {
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return [
    {
      code,
      message: `Cannot tell what arguments it will have after a restart: ${problemPlace(first)}${more}: ${first.message}. ${first.hint}`,
    },
  ];
}

function driftTo({ server, verdict }: JudgedStart, now: Verdict): Warning {
  const position = flagPosition({ server, verdict });
  const isSet = verdict.evidence.arguments.length > 0;
  const file =
    position === undefined ? 'a file' : isSet ? `${position.path}:${position.line}` : position.path;
  const value = decisiveText(verdict);
  const next = hasRemovedFlag(verdict)
    ? `but will not start again: ${file} sets ${value ?? 'the flag'}, and Kubernetes 1.22 and later have no such flag`
    : verdict.status === 'unknown'
      ? `but may not after a restart: in ${file}, ${verdict.reason}`
      : `${verdict.status === now.status ? 'and' : 'but'} will ${verdict.status} after a restart: ` +
        `${file} ${value === undefined ? 'does not set the flag' : `sets ${value}`}`;
  const verb = now.status === 'pass' ? 'passes' : 'fails';
  return {
    code: 'drift',
    message: `It ${verb} now (${decisiveText(now) ?? 'the flag is not set'}), ${next}.`,
    ...(position && { position }),
  };
}

/** The kubelet deletes a pod by its name when one of its files goes, and starts it again when it lists the others. */
export const HOW_TO_MOVE =
  'To remove a file that is not needed, stop the kubelet, move the file out of that directory, and start the kubelet. ' +
  'If it is moved while the kubelet runs, there is no API server for up to a minute.';

/** A leftover next to a manifest overrides it, or takes its place once it is removed. */
export function strayManifestWarnings(
  [winner]: readonly JudgedStart[],
  shadowed: readonly JudgedStart[],
): Warning[] {
  const position = winner && flagPosition(winner);
  if (position === undefined || shadowed.length === 0) return [];
  const others = shadowed.map(({ server, verdict }) => {
    const path = server.invocation.origin.kind === 'file' ? server.invocation.origin.path : '';
    return `${basename(path)} (${verdict.status})`;
  });
  const own = `${basename(position.path)} (${winner?.verdict.status})`;
  return [
    {
      code: 'stray-manifest',
      message:
        `${listed([...others, own])} describe the same pod. The kubelet uses ${position.path}; without that file ` +
        `it uses ${others.at(-1)}. ${HOW_TO_MOVE}`,
      position,
    },
  ];
}

/** `a, b and c`. */
function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(words);
}

/** A server that was started before its files were changed runs with their old content. */
export function changedWarnings(
  { status }: Verdict,
  { changedFile, changedDirectory }: Pick<ApiServer, 'changedFile' | 'changedDirectory'>,
): Warning[] {
  const messages = [
    ...(changedFile !== undefined && status === 'fail'
      ? [
          `${changedFile} was changed after the server started: it shows what the server will have after a restart, not what it runs with now.`,
        ]
      : []),
    ...(changedDirectory !== undefined && status === 'pass'
      ? [
          `${changedDirectory} was changed after the server started: a file that it was started with may have been removed. Restart the server to be sure.`,
        ]
      : []),
  ];
  return messages.map((message) => ({ code: 'drift', message }));
}

/** With the flag, a server from 1.22 on does not start, whatever the control says of it. */
export function hasRemovedFlag({ warnings }: Verdict): boolean {
  return warnings.some(({ code }) => code === 'flag-removed');
}

/** Undefined where the flag is not set. */
function effectiveValue(verdict: Verdict): boolean | null | undefined {
  return decisiveArgument(verdict.evidence)?.value;
}

/** The argument that decides, if one does; cut for people. */
function decisiveText(verdict: Verdict): string | undefined {
  const text = decisiveArgument(verdict.evidence)?.text;
  return text === undefined || text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}…`;
}

function flagPosition({ server, verdict }: JudgedStart): FilePosition | undefined {
  const { origin } = server.invocation;
  if (origin.kind !== 'file') return undefined;
  const argument = decisiveArgument(verdict.evidence);
  const { line, column } = argument?.span ?? origin;
  return { path: argument?.path ?? origin.path, line, column };
}
