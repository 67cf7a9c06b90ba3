import { parseRelease } from '../../model/release.ts';
import { ifReadable } from '../../sources/system/descriptors.ts';
import { cachedPerView } from '../host-files.ts';
import { changedInsideRoot, listInsideRoot, type RootFiles } from '../root-files.ts';
import { type FindRelease, isAsAtStart, textIfReadable } from './find-release.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** A package and its version, as its manager wrote them. */
interface Owner {
  /** The list of its files. */
  readonly list: string;
  readonly version: string;
}

/**
 * The package that a program of the host belongs to. It says what a process runs only where the program was last changed
 * before its package was recorded, and that before the process started.
 */
export const ofPackage: FindRelease = (origin, host) => {
  const { executable, cgroup } = origin;
  if (executable === null || cgroup?.containerId) return undefined;
  const owner = ownersIn(host.root).get(executable);
  if (owner === undefined) return undefined;
  const [installed, recorded] = [executable, owner.list].map((path) =>
    ifReadable(() => changedInsideRoot(host.root, path)),
  );
  if (installed === undefined || recorded === undefined || installed > recorded) return undefined;
  return isAsAtStart(origin, host, owner.list) ? parseRelease(upstreamOf(owner.version)) : undefined;
};

/** The API servers among the files of packages, read once, because any user may start programs with many paths. */
const ownersIn = cachedPerView(
  (view): ReadonlyMap<string, Owner> => new Map([...debianOwners(view), ...archOwners(view)]),
);

/** See dpkg(1) and deb-version(7). */
function debianOwners(view: RootFiles): [string, Owner][] {
  const directory = '/var/lib/dpkg/info';
  return kubernetesIn(view, directory).flatMap((name) => {
    const list = `${directory}/${name}`;
    const programs = name.endsWith('.list') ? serversIn(textIfReadable(view, list)) : [];
    if (programs.length === 0) return [];
    const owner = { list, version: debianVersion(view, name.replace(/(?::\w+)?\.list$/, '')) };
    return programs.map((program): [string, Owner] => [program, owner]);
  });
}

function debianVersion(view: RootFiles, name: string): string {
  const stanzas = textIfReadable(view, '/var/lib/dpkg/status', MAX_BYTES)?.split('\n\n') ?? [];
  const stanza = stanzas.find((text) => text.trimStart().startsWith(`Package: ${name}\n`)) ?? '';
  return /^Version: (.*)$/m.exec(stanza)?.[1] ?? '';
}

/** `kube-apiserver-1.20.2-1`, with its files relative to the root. See pacman(8) */
function archOwners(view: RootFiles): [string, Owner][] {
  const directory = '/var/lib/pacman/local';
  return kubernetesIn(view, directory).flatMap((name) => {
    const list = `${directory}/${name}/files`;
    const [version = ''] = name.split('-').slice(-2);
    return serversIn(textIfReadable(view, list)).map((path): [string, Owner] => [
      `/${path}`,
      { list, version },
    ]);
  });
}

function kubernetesIn(view: RootFiles, directory: string): string[] {
  const names = ifReadable(() => listInsideRoot(view, directory)) ?? [];
  return names.filter((name) => name.startsWith('kube'));
}

function serversIn(list = ''): string[] {
  return list.split('\n').filter((line) => line.endsWith('/kube-apiserver'));
}

/** Without the epoch before it. */
function upstreamOf(version: string): string {
  return version.slice(version.indexOf(':') + 1);
}
