import { dirname, isAbsolute, join } from 'node:path';
import { flagValue } from '../detection/flag-value.ts';
import type { Invocation } from '../model/invocation.ts';
import { at, readYaml, textOf } from '../sources/files/yaml/yaml.ts';
import { type HostFiles, ifThere, namesIfDirectory, readTextInsideRoot } from './host-files.ts';
import type { RootFiles } from './root-files.ts';

export interface PathInsideRoot {
  readonly view: RootFiles;
  readonly path: string;
}

/**
 * Where a kubelet has its static pods: its flag decides, then the drop-ins of its configuration, then that itself.
 * Undefined where it has none. Paths are seen as the kubelet sees them.
 */
export function staticPodPathOf(
  { origin, arguments: args }: Invocation,
  host: HostFiles,
): PathInsideRoot | undefined {
  const view = origin.kind === 'process' ? host.viewOf(origin) : host.root;
  const flag = flagValue(args, '--pod-manifest-path');
  if (flag !== undefined) return flag.startsWith('/') ? { view, path: flag } : undefined;
  const config = flagValue(args, '--config');
  const directory = flagValue(args, '--config-dir');
  const files = [
    ...(config === undefined ? [] : [config]),
    ...(directory === undefined ? [] : configFilesIn(view, directory)),
  ];
  const paths = files.flatMap((file) => {
    const path = ifThere(view, file, () => staticPodPathIn(view, file));
    return path ? [isAbsolute(path) ? path : join(dirname(file), path)] : [];
  });
  const path = paths.at(-1);
  return path === undefined ? undefined : { view, path };
}

function configFilesIn(view: RootFiles, directory: string): string[] {
  const names = namesIfDirectory(view, directory) ?? [];
  return names.filter((name) => name.endsWith('.conf')).map((name) => `${directory}/${name}`);
}

function staticPodPathIn(view: RootFiles, path: string): string | undefined {
  const [document] = readYaml(readTextInsideRoot(view, path));
  return textOf(at(document, 'staticPodPath'))?.text;
}
