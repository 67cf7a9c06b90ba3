import { readlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { flagValue } from '../detection/flag-value.ts';
import type { Invocation } from '../model/invocation.ts';
import { at, documentsIn, textOf } from '../sources/files/yaml/yaml.ts';
import { yamlReaderFor } from '../sources/files/yaml/yaml-reader.ts';
import { decodeBytes } from '../sources/system/bytes.ts';
import { ifReadable } from '../sources/system/descriptors.ts';
import { type HostFiles, ifThere, namesIfDirectory, readTextInsideRoot } from './host-files.ts';
import { existsInsideRoot, identityInsideRoot, type RootFiles } from './root-files.ts';

export interface PathInsideRoot {
  readonly view: RootFiles;
  readonly path: string;
}

/**
 * Where a kubelet has its static pods: its flag decides, then the drop-ins of its configuration, then that itself.
 * Undefined where it has none. Paths are seen as the kubelet sees them.
 */
export async function staticPodPathOf(
  kubelet: Invocation,
  host: HostFiles,
): Promise<PathInsideRoot | undefined> {
  const { origin, arguments: args } = kubelet;
  const view = origin.kind === 'process' ? host.openViewOf(origin) : host.root;
  const flag = flagValue(args, '--pod-manifest-path');
  if (flag !== undefined) {
    const path = pathIn(kubelet, '--pod-manifest-path', host);
    return path === undefined ? undefined : { view, path };
  }
  const config = pathIn(kubelet, '--config', host);
  const directory = pathIn(kubelet, '--config-dir', host);
  const files = [
    ...(config === undefined ? [] : [config]),
    ...(directory === undefined ? [] : configFilesIn(view, directory)),
  ];
  let path: string | undefined;
  for (const file of files) {
    const own = await staticPodPathIn(view, file);
    if (own === undefined && file === config) noteWhereUnseen(kubelet, view, file);
    if (own) path = posix.resolve(posix.dirname(file), own);
  }
  return path === undefined ? undefined : { view, path };
}

/** A kubelet that runs has read its configuration: where that is not there, it is not shown, as to a container. */
function noteWhereUnseen({ origin }: Invocation, view: RootFiles, path: string): void {
  if (origin.kind !== 'process' || existsInsideRoot(view, path)) return;
  view.problems.push({
    path,
    message: 'the kubelet that runs has read it, and it is not there',
    hint: 'If this is a container, mount it as well.',
    isForbidden: true,
  });
}

/** The path that a flag has: without a slash at its end or two in a row, as the kubelet joins it with names. */
function pathIn({ origin, arguments: args }: Invocation, flag: string, host: HostFiles): string | undefined {
  const path = flagValue(args, flag);
  if (!path) return undefined;
  const directory = path.startsWith('/') ? '/' : workingDirectoryOf(origin, host);
  if (directory !== undefined) return posix.resolve(directory, path);
  host.root.problems.push({
    path,
    message: `${flag} of the kubelet has this relative path, and its working directory is not known`,
    hint: 'Name the files to audit.',
  });
  return undefined;
}

/** Undefined where it is not known. */
function workingDirectoryOf(origin: Invocation['origin'], { proc, viewOf }: HostFiles): string | undefined {
  if (origin.kind !== 'process' || proc === undefined) return undefined;
  const link = posix.join(proc, String(origin.pid), 'cwd');
  return ifReadable(() => {
    const path = decodeBytes(readlinkSync(link, 'buffer'));
    // What the link says is a path of this process, which may have another root than the kubelet.
    const isSame = identityInsideRoot(viewOf(origin), path) === identityInsideRoot({ base: link }, '/');
    return isSame ? path : undefined;
  });
}

function configFilesIn(view: RootFiles, directory: string): string[] {
  const names = namesIfDirectory(view, directory) ?? [];
  return names.filter((name) => name.endsWith('.conf')).map((name) => `${directory}/${name}`);
}

async function staticPodPathIn(view: RootFiles, path: string): Promise<string | undefined> {
  const file = ifThere(view, path, () => readTextInsideRoot(view, path));
  if (file === undefined) return undefined;
  const read = await yamlReaderFor(file);
  return ifThere(view, path, () => {
    const [document] = documentsIn(read(file));
    return textOf(at(document, 'staticPodPath'))?.text;
  });
}
