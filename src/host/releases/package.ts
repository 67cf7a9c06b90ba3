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
  if (executable === null || cgroup?.containerId || cgroup?.podUid) return undefined;
  const owner = ownerOf(host.root, executable);
  if (owner === undefined) return undefined;
  const [installed, recorded] = [executable, owner.list].map((path) =>
    ifReadable(() => changedInsideRoot(host.root, path)),
  );
  if (installed === undefined || recorded === undefined || installed > recorded) return undefined;
  return isAsAtStart(origin, host, owner.list) ? parseRelease(upstreamOf(owner.version)) : undefined;
};

const ownerOf = cachedPerView(
  (view, program: string): Owner | undefined => debianOwner(view, program) ?? archOwner(view, program),
);

/** See dpkg(1) and deb-version(7). */
function debianOwner(view: RootFiles, program: string): Owner | undefined {
  const directory = '/var/lib/dpkg/info';
  const list = kubernetesIn(view, directory)
    .filter((name) => name.endsWith('.list'))
    .map((name) => `${directory}/${name}`)
    .find((path) => hasLine(textIfReadable(view, path), program));
  if (list === undefined) return undefined;
  const name = list.slice(directory.length + 1).replace(/(?::\w+)?\.list$/, '');
  const stanzas = textIfReadable(view, '/var/lib/dpkg/status', MAX_BYTES)?.split('\n\n') ?? [];
  const stanza = stanzas.find((text) => text.trimStart().startsWith(`Package: ${name}\n`)) ?? '';
  return { list, version: /^Version: (.*)$/m.exec(stanza)?.[1] ?? '' };
}

/** `kube-apiserver-1.20.2-1`, with its files relative to the root. See pacman(8) */
function archOwner(view: RootFiles, program: string): Owner | undefined {
  const directory = '/var/lib/pacman/local';
  const name = kubernetesIn(view, directory).find((each) =>
    hasLine(textIfReadable(view, `${directory}/${each}/files`), program.slice(1)),
  );
  if (name === undefined) return undefined;
  const [version = ''] = name.split('-').slice(-2);
  return { list: `${directory}/${name}/files`, version };
}

function kubernetesIn(view: RootFiles, directory: string): string[] {
  const names = ifReadable(() => listInsideRoot(view, directory)) ?? [];
  return names.filter((name) => name.startsWith('kube'));
}

function hasLine(text: string | undefined, line: string): boolean {
  return text?.split('\n').includes(line) ?? false;
}

/** Without the epoch before it. */
function upstreamOf(version: string): string {
  return version.slice(version.indexOf(':') + 1);
}
