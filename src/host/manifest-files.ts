import { mayStartApiServer } from '../sources/files/worth-reading.ts';
import { textByMark } from '../sources/files/plain-text.ts';
import { ifThere, namesIfDirectory } from './host-files.ts';
import { isFileInsideRoot, type RootFiles, readInsideRoot } from './root-files.ts';

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
export function manifestFilesIn(view: RootFiles, path: string): StaticPodFile[] {
  const isFile = ifThere(view, path, () => isFileInsideRoot(view, path));
  if (isFile === undefined) return [];
  const names = isFile ? [] : (namesIfDirectory(view, path) ?? []);
  const paths = isFile
    ? [path]
    : names.filter((name) => !name.startsWith('.')).map((name) => `${path}/${name}`);
  return paths.flatMap((file) => readManifest(view, file, `${view.base}:${path}`));
}

function readManifest(view: RootFiles, path: string, directory: string): StaticPodFile[] {
  const isFile = ifThere(view, path, () => isFileInsideRoot(view, path));
  const bytes = isFile ? ifThere(view, path, () => readInsideRoot(view, path, MAX_BYTES)) : undefined;
  if (bytes === undefined) return [];
  const text = textByMark(bytes);
  // Neither Go's YAML nor its JSON takes a NUL.
  return !text.includes('\0') && mayStartApiServer(path, [text]) ? [{ path, directory, bytes }] : [];
}
