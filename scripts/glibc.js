import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The package of Debian 12 whose files are in the image, with its hash for each architecture. */
export const GLIBC = {
  name: 'libc6',
  version: '2.36-9+deb12u14',
  license: 'LGPL-2.1-or-later',
  sha256: {
    amd64: 'ba4f88f73dbc3ae9055f3c20f4523bfdbaf1ad13ff95e258924f77d20b4fbedf',
    arm64: '01f4330719fd4f65580e16ea5a0527f372fca750e8f588d26deaf09f2d3b1cf4',
  },
};

/** Where Debian keeps packages: as long as a release has them, and as they were when the version above was chosen. */
const ARCHIVES = [
  'http://deb.debian.org/debian',
  'http://snapshot.debian.org/archive/debian/20261129T000000Z',
];

const GONE = `no archive of Debian gives ${GLIBC.name} ${GLIBC.version}.
hint: If there is a network, Debian 12 has a newer version. On Debian 12, this shows it with its hashes, which apt has verified:
  dpkg --add-architecture arm64 && apt-get update && apt-cache show --no-all-versions libc6:amd64 libc6:arm64 | grep -E '^(Version|Architecture|SHA256):'
Write them into scripts/glibc.js, and the day as YYYYMMDD into the second address there.`;

const LIBRARIES = ['libc.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0'];
const COPYRIGHT = 'usr/share/doc/libc6/copyright';

/** What an executable needs of glibc: where each file goes in the image, and where it is in the package. */
const FILES = {
  amd64: filesOf('x86_64-linux-gnu', 'lib64/ld-linux-x86-64.so.2'),
  arm64: filesOf('aarch64-linux-gnu', 'lib/ld-linux-aarch64.so.1'),
};

/** @param {string} triplet @param {string} loader @returns {(readonly [string, string])[]} */
function filesOf(triplet, loader) {
  const directory = `lib/${triplet}`;
  return [
    [loader, `${directory}/${loader.split('/').at(-1)}`],
    ...LIBRARIES.map((name) => /** @type {const} */ ([`${directory}/${name}`, `${directory}/${name}`])),
    [COPYRIGHT, COPYRIGHT],
  ];
}

/**
 * Fetches glibc from Debian, unless it is there, and gives where each file goes and where it is. Throws where it is not
 * what this repository expects.
 *
 * @param {'amd64' | 'arm64'} architecture
 * @param {string} kept where packages are kept
 * @param {string} home where it is unpacked
 * @returns {(readonly [string, string])[]}
 */
export function fetchGlibc(architecture, kept, home) {
  const { name, version, sha256 } = GLIBC;
  const file = `${name}_${version}_${architecture}.deb`;
  const path = join(kept, file);
  mkdirSync(kept, { recursive: true });
  if (!existsSync(path)) {
    // Two builds may fetch it at once: it gets its name when it is whole.
    const part = join(mkdtempSync(join(kept, 'part-')), file);
    download(`pool/main/g/glibc/${file}`, part, sha256[architecture]);
    renameSync(part, path);
    rmSync(dirname(part), { recursive: true });
  }
  execFileSync('sha256sum', ['--check', '--quiet'], { input: `${sha256[architecture]}  ${path}\n` });
  execFileSync('dpkg-deb', ['--extract', path, home]);
  return FILES[architecture].map(([to, from]) => [to, join(home, from)]);
}

/** Throws where no archive has a file with this hash. @param {string} file @param {string} to @param {string} sha256 */
function download(file, to, sha256) {
  let said = '';
  for (const archive of ARCHIVES) {
    // Of apt: it takes the proxies that are configured, and checks the hash.
    const options = ['-qq', '-o', 'APT::Sandbox::User=', 'download-file'];
    const args = [...options, `${archive}/${file}`, to, `SHA256:${sha256}`];
    const { status, error, stderr } = spawnSync('/usr/lib/apt/apt-helper', args, { encoding: 'utf8' });
    if (status === 0) return;
    said += error?.message ?? stderr;
  }
  rmSync(dirname(to), { recursive: true });
  throw new Error(`${said}${GONE}`);
}
