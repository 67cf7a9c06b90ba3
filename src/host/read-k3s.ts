import { dirname } from 'node:path';
import type { WrittenArgument } from '../sources/files/file-format.ts';
import {
  disablesApiServer,
  type K3sListing,
  k3sListings,
  k3sValues,
} from '../sources/files/formats/k3s-config.ts';
import type { SourceFile } from '../sources/files/source-file.ts';
import { readYaml } from '../sources/files/yaml/parse.ts';
import type { ReadFrom } from './hidden-arguments.ts';
import { ifThere, namesIfDirectory, textIfFile } from './host-files.ts';
import type { RootFiles } from './root-files.ts';

/** What k3s and RKE2 write beside their configuration when they start for the first time. */
const KUBECONFIGS = ['k3s.yaml', 'rke2.yaml'];

/** What the configuration of k3s or RKE2 hands to its API server. */
export interface K3sConfiguration {
  /** The files that were read, in their order. */
  readonly files: readonly SourceFile[];
  /** Directories from which a file may have been removed. */
  readonly directories: readonly ReadFrom[];
  /** The values of `kube-apiserver-arg`. */
  readonly values: readonly WrittenArgument[];
  /** What the last file that mentions it says. */
  readonly isApiServerDisabled: boolean | undefined;
}

/**
 * config.yaml, then config.yaml.d in the order of names. A key replaces what the files before say, with `+` it adds.
 * The view notes what cannot be read.
 * See https://github.com/k3s-io/k3s/blob/master/pkg/configfilearg/parser.go
 */
export function readK3sConfiguration(view: RootFiles, path: string): K3sConfiguration {
  const directory = `${path}.d`;
  const names = namesIfDirectory(view, directory);
  const dropIns = (names ?? [])
    .filter((name) => /\.ya?ml$/i.test(name))
    .map((name) => `${directory}/${name}`);
  // All are read before one is parsed, which costs more: they may be more than the view has a budget for.
  const files = [path, ...dropIns].flatMap((each) => textIfFile(view, each) ?? []);
  const listings: K3sListing[] = [];
  let isApiServerDisabled: boolean | undefined;
  for (const file of files) {
    const [document] = ifThere(view, file.path, () => readYaml(file)) ?? [];
    if (document === undefined) continue;
    listings.push(...k3sListings(document, file));
    isApiServerDisabled = disablesApiServer(document) ?? isApiServerDisabled;
  }
  return {
    files,
    directories: [
      ...(names === undefined ? [] : [{ view, path: directory }]),
      { view, path: dirname(path), holds: KUBECONFIGS },
    ],
    values: k3sValues(listings),
    isApiServerDisabled,
  };
}
