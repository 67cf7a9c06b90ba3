import type { Invocation } from '../../model/invocation.ts';
import type { FileFormatName } from '../../sources/files/formats/index.ts';
import { readFile } from '../../sources/files/read-file.ts';
import { ifThere, readTextInsideRoot } from '../host-files.ts';
import { onceAView } from '../once-a-view.ts';

/** What a file starts; nothing where it is not there. */
export const startsIn = onceAView((view, path: string, input: FileFormatName): readonly Invocation[] => {
  const read = () => {
    const { invocations = [], error } = readFile(readTextInsideRoot(view, path), () => undefined, input);
    if (error) throw error;
    return invocations;
  };
  return ifThere(view, path, read) ?? [];
});
