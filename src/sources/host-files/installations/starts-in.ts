import type { Invocation } from '../../../model/invocation.ts';
import type { Problem } from '../../../model/problem.ts';
import type { FileFormatName } from '../../files/index.ts';
import { readFile } from '../../files/read-file.ts';
import { ifThere, readTextInView } from '../host-files.ts';
import type { RootView } from '../in-view.ts';

/** What a file starts; nothing where it is not there. */
export function startsIn(
  view: RootView,
  path: string,
  input: FileFormatName,
  problems: Problem[],
): readonly Invocation[] {
  const read = () => {
    const { invocations = [], error } = readFile(readTextInView(view, path), () => undefined, input);
    if (error) throw error;
    return invocations;
  };
  return ifThere(path, read, problems) ?? [];
}
