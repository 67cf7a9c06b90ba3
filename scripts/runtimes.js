import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The runtimes of Bun that executables are made with, as the registry of npm has them. One for older processors too: it
 * is the same file as the other one.
 */
export const VERSION = '1.4.5';

/** @type {Readonly<Record<string, { name: string, integrity: string }>>} */
export const RUNTIMES = {
  'linux-x64': {
    name: '@oven/bun-linux-x64-baseline',
    integrity:
      'sha512-s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==',
  },
  'linux-x64-musl': {
    name: '@oven/bun-linux-x64-musl-baseline',
    integrity:
      'sha512-cWJhU8h0+MiUgpSt99sQhjxLIIosKEcKYdtKddohokUvAuN6jKOy7g7+QDTZTXtwHxz93wL3BX+L6wXVPDUH3A==',
  },
  'linux-arm64': {
    name: '@oven/bun-linux-aarch64',
    integrity:
      'sha512-4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==',
  },
  'linux-arm64-musl': {
    name: '@oven/bun-linux-aarch64-musl',
    integrity:
      'sha512-XCNc+WvvMAdNNb+OWTogpy+N9wm62fkVeEVLb6how0RZhW5LPi6c7BlkeVCuWps7XjEl2saFpHFa20/1E+PAHg==',
  },
};

/** @param {string} platform */
export function runtimeFor(platform) {
  const runtime = Object.hasOwn(RUNTIMES, platform) ? RUNTIMES[platform] : undefined;
  if (runtime) return runtime;
  throw new Error(`there is no runtime for ${platform}, only for ${Object.keys(RUNTIMES).join(', ')}`);
}

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
    const options = ['--silent', '--ignore-scripts', '--pack-destination', directory];
    execFileSync('npm', ['pack', ...options, `${name}@${VERSION}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
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
