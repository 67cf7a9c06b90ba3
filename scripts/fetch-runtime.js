import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RUNTIMES, VERSION } from './runtimes.js';

/**
 * Fetches a runtime from the registry, unless it is there, and gives the path of its program. Throws where what comes
 * is not what this repository expects.
 *
 * @param {string} platform @param {string} directory where runtimes are kept
 */
export function fetchRuntime(platform, directory) {
  const runtime = RUNTIMES[platform];
  if (runtime === undefined) {
    throw new Error(`no runtime for ${platform}: there are ${Object.keys(RUNTIMES).join(', ')}`);
  }
  const home = join(directory, `${platform}-${VERSION}`);
  const program = join(home, 'package', 'bin', 'bun');
  if (existsSync(program)) return program;
  const fresh = `${home}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const pack = [
    'pack',
    '--silent',
    '--ignore-scripts',
    '--pack-destination',
    fresh,
    `${runtime.name}@${VERSION}`,
  ];
  const file = execFileSync('npm', pack, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  const tarball = join(fresh, file);
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== runtime.integrity) {
    throw new Error(`${runtime.name}@${VERSION} is not what it should be: ${found}`);
  }
  execFileSync('tar', ['-xzf', tarball, '-C', fresh]);
  rmSync(tarball);
  renameSync(fresh, home);
  return program;
}
