import { defineConfig } from 'vitest/config';
import { OWN_NAMESPACES, WITHOUT_NAMESPACES } from './support/own-namespaces.ts';
import { PlainCountReporter } from './support/plain-count-reporter.ts';

/** Tests that play a control plane on this machine, and audit it. */
const CONTROL_PLANE = 'test/control-plane/*.test.ts';
const COMMON = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  ...(WITHOUT_NAMESPACES === undefined && { pool: OWN_NAMESPACES }),
};

export default defineConfig({
  test: {
    reporters: ['default', new PlainCountReporter()],
    // By default it leaves one free.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...COMMON,
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: [CONTROL_PLANE],
          globalSetup: 'test/support/build-modules.ts',
        },
      },
      {
        test: {
          ...COMMON,
          name: 'control plane',
          include: [CONTROL_PLANE],
          setupFiles: 'test/support/skip-without-namespaces.ts',
          provide: { WITHOUT_NAMESPACES },
        },
      },
    ],
  },
});
