import type { Problem } from '../model/problem.ts';
import { mayStartApiServer } from '../sources/files/worth-reading.ts';
import { textByMark } from '../sources/files/plain-text.ts';
import { ifThere } from './host-files.ts';
import type { RootFiles } from './inside-root.ts';
import { isFileInsideRoot, listInsideRoot, readInsideRoot } from './root-files.ts';

/** What a kubelet reads at most. */
const MAX_BYTES = 10 * 1024 * 1024;

/** A file in a directory of static pods that may start an API server. */
export interface StaticPodFile {
  readonly path: string;
  /** The directory and who sees it: of the files of one, the last with a pod wins. */
  readonly directory: string;
  readonly bytes: Buffer;
}

/**
 * A kubelet reads every regular file whose name does not begin with a dot, and follows links to such. Its path may also be
 * that of one file. https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/config/file.go
 */
export function manifestFilesIn(view: RootFiles, path: string, problems: Problem[]): StaticPodFile[] {
  const isFile = ifThere(path, () => isFileInsideRoot(view, path), problems);
  if (isFile === undefined) return [];
  const names = isFile ? [] : (ifThere(path, () => listInsideRoot(view, path), problems) ?? []);
  const paths = isFile
    ? [path]
    : names.filter((name) => !name.startsWith('.')).map((name) => `${path}/${name}`);
  return paths.flatMap((file) => readManifest(view, file, `${view.base}:${path}`, problems));
}

function readManifest(
  view: RootFiles,
  path: string,
  directory: string,
  problems: Problem[],
): StaticPodFile[] {
  const isFile = ifThere(path, () => isFileInsideRoot(view, path), problems);
  const bytes = isFile ? ifThere(path, () => readInsideRoot(view, path, MAX_BYTES), problems) : undefined;
  if (bytes === undefined) return [];
  const text = textByMark(bytes);
  // Neither Go's YAML nor its JSON takes a NUL.
  return !text.includes('\0') && mayStartApiServer(path, [text]) ? [{ path, directory, bytes }] : [];
}
