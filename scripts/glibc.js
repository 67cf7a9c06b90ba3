import { execFileSync } from 'node:child_process';
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
  const url = `http://deb.debian.org/debian/pool/main/g/glibc/${file}`;
  mkdirSync(kept, { recursive: true });
  if (!existsSync(path)) {
    // Two builds may fetch it at once: it gets its name when it is whole.
    const part = join(mkdtempSync(join(kept, 'part-')), file);
    // Of apt: it takes the proxies and mirrors that are configured, and checks the hash.
    execFileSync(
      '/usr/lib/apt/apt-helper',
      ['-qq', '-o', 'APT::Sandbox::User=', 'download-file', url, part, `SHA256:${sha256[architecture]}`],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    renameSync(part, path);
    rmSync(dirname(part), { recursive: true });
  }
  execFileSync('sha256sum', ['--check', '--quiet'], { input: `${sha256[architecture]}  ${path}\n` });
  execFileSync('dpkg-deb', ['--extract', path, home]);
  return FILES[architecture].map(([to, from]) => [to, join(home, from)]);
}
