import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { OWN_NAMESPACES, WITHOUT_NAMESPACES } from './support/own-namespaces.ts';
import { PlainCountReporter } from './support/plain-count-reporter.ts';

/** Tests that play a control plane on this machine, and audit it. */
const CONTROL_PLANE = ['test/control-plane/*.test.ts'];
/** Other tests that start processes: the built tool, what fix starts for a file it replaces, what a test of one module needs. */
const E2E = [
  'test/e2e/*.test.ts',
  'test/in-process/{fix-files,fix-hosts,fix-pause,secrets}.test.ts',
  'test/**/{back-up,hidden-name,junit,keep-attributes,killed,procfs,prometheus}.test.ts',
  'test/**/{read-for-edit,read-whole,replace-file,root-files,write-report}.test.ts',
];
/** Tests of very many or very long inputs, which take long. */
const PROPERTIES = [
  'test/{fuzz,growth}/*.test.ts',
  'test/regular-expressions.test.ts',
  'test/fix/plan-insertions.test.ts',
];
/** More than run-bin.ts gives the tool. */
const COMMON = { testTimeout: 240_000, hookTimeout: 240_000 };
const ISOLATED = WITHOUT_NAMESPACES === undefined ? { pool: OWN_NAMESPACES } : {};

export default defineConfig({
  test: {
    reporters: ['default', new PlainCountReporter()],
    // Of those that start processes one mostly waits.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          ...COMMON,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...CONTROL_PLANE, ...E2E, ...PROPERTIES],
          setupFiles: 'test/support/no-processes.ts',
        },
      },
      { test: { ...COMMON, name: 'properties', include: PROPERTIES } },
      {
        test: {
          ...COMMON,
          ...ISOLATED,
          name: 'e2e',
          include: E2E,
          globalSetup: 'test/support/build-modules.ts',
        },
      },
      {
        test: {
          ...COMMON,
          ...ISOLATED,
          name: 'control-plane',
          include: CONTROL_PLANE,
          setupFiles: 'test/support/skip-without-namespaces.ts',
          provide: { WITHOUT_NAMESPACES },
        },
      },
    ],
  },
});
