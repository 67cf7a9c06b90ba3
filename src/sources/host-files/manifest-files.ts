import type { Problem } from '../../model/problem.ts';
import { ifThere } from './host-files.ts';
import type { RootView } from './in-view.ts';
import { isFileInView, listInView, readInView } from './root-view.ts';

/** The name of the program, and what a shell or a template may have made of it. */
const WORTH_A_LOOK = /apiserver|hyperkube|openshift/i;

/** What a kubelet reads at most. */
const MOST_BYTES = 10 * 1024 * 1024;

/** What stands for bytes of a name that are no UTF-8. */
const NO_UTF8 = '\ufffd';

/** A file in a directory of static pods that speaks of an API server. */
export interface StaticPodFile {
  readonly path: string;
  /** The directory and who sees it: of the files of one, the last with a pod wins. */
  readonly directory: string;
  readonly bytes: Buffer;
}

/**
 * A kubelet reads every regular file that does not begin with a dot, and follows links to such. Its path may also be that
 * of one file.
 */
export function manifestFilesIn(view: RootView, path: string, problems: Problem[]): StaticPodFile[] {
  const isFile = ifThere(path, () => isFileInView(view, path), problems);
  if (isFile === undefined) return [];
  const names = isFile ? [] : (ifThere(path, () => listInView(view, path), problems) ?? []);
  const paths = isFile
    ? [path]
    : names.filter((name) => !name.startsWith('.')).map((name) => `${path}/${name}`);
  return paths.flatMap((file) => readManifest(view, file, `${view.base}:${path}`, problems));
}

function readManifest(view: RootView, path: string, directory: string, problems: Problem[]): StaticPodFile[] {
  if (path.includes(NO_UTF8)) {
    problems.push({ path, message: 'its name is no UTF-8', hint: 'Rename it, or move it away.' });
    return [];
  }
  const isFile = ifThere(path, () => isFileInView(view, path), problems);
  const bytes = isFile ? ifThere(path, () => readInView(view, path, MOST_BYTES), problems) : undefined;
  return bytes && !bytes.includes(0) && WORTH_A_LOOK.test(bytes.toString('latin1'))
    ? [{ path, directory, bytes }]
    : [];
}
