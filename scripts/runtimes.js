/**
 * The runtimes of Bun that executables are made with, as the registry of npm has them. One for older processors too: it
 * is the same file as the other one.
 */
export const VERSION = '1.4.5';

/** @type {Readonly<Record<string, { name: string, target: string, integrity: string }>>} */
export const RUNTIMES = {
  'linux-x64': {
    name: '@oven/bun-linux-x64-baseline',
    target: 'bun-linux-x64-baseline',
    integrity:
      'sha512-s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==',
  },
  'linux-x64-musl': {
    name: '@oven/bun-linux-x64-musl-baseline',
    target: 'bun-linux-x64-musl-baseline',
    integrity:
      'sha512-cWJhU8h0+MiUgpSt99sQhjxLIIosKEcKYdtKddohokUvAuN6jKOy7g7+QDTZTXtwHxz93wL3BX+L6wXVPDUH3A==',
  },
  'linux-arm64': {
    name: '@oven/bun-linux-aarch64',
    target: 'bun-linux-arm64',
    integrity:
      'sha512-4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==',
  },
  'linux-arm64-musl': {
    name: '@oven/bun-linux-aarch64-musl',
    target: 'bun-linux-arm64-musl',
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
