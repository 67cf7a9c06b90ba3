import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runtimeFor, VERSION } from './runtimes.js';

/**
 * Fetches a runtime from the registry, unless it is there, and gives the path of its program. It is checked and unpacked
 * each time. Throws where it is not what this repository expects.
 *
 * @param {string} platform one of RUNTIMES
 * @param {string} directory where runtimes are kept
 */
export function fetchRuntime(platform, directory) {
  const { name, integrity } = runtimeFor(platform);
  const tarball = join(directory, `${name.replace(/\W+/g, '-').slice(1)}-${VERSION}.tgz`);
  if (!existsSync(tarball)) {
    const pack = [
      'pack',
      '--silent',
      '--ignore-scripts',
      '--pack-destination',
      directory,
      `${name}@${VERSION}`,
    ];
    execFileSync('npm', pack, { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== integrity) {
    rmSync(tarball);
    throw new Error(`${name}@${VERSION} is not what it should be, and was removed: ${found}`);
  }
  const home = join(directory, platform);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', home]);
  return join(home, 'package', 'bin', 'bun');
}
