import { defineConfig } from 'vitest/config';
import { PlainCountReporter } from './support/plain-count-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    reporters: ['default', new PlainCountReporter()],
  },
});
