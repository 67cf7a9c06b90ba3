import { defineConfig } from 'vitest/config';
import { PlainCountReporter } from './support/plain-count-reporter.ts';

/** Tests that play a control plane: while one runs, every audit of this host sees it. So each runs alone, behind the others. */
const CONTROL_PLANE = 'test/control-plane/*.test.ts';
/** The time is also what tests with long inputs fail by: read in quadratic time, they would take hours. */
const COMMON = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    reporters: ['default', new PlainCountReporter()],
    projects: [
      {
        test: {
          ...COMMON,
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: [CONTROL_PLANE],
          globalSetup: 'test/support/build-modules.ts',
          // By default it leaves one free.
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...COMMON,
          name: 'control plane',
          include: [CONTROL_PLANE],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
