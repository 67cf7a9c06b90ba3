import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPORTS } from '../../src/reporters/index.ts';
import { REPOSITORY, runBin } from '../support/run-bin.ts';
import { runInProcess } from '../support/run-in-process.ts';

const FIXTURES = 'test/fixtures';
const FAILING = `${FIXTURES}/hosts/kubeadm/fail`;

function namesIn(directory: string): string[] {
  return readdirSync(join(REPOSITORY, FIXTURES, directory)).map((name) => `${FIXTURES}/${directory}/${name}`);
}

const TIMES =
  /\d{4}-\d\d-\d\dT[\d:.]+|\d+ \w+ \d{4}, [\d:]+|\d{10}[\d.]*|nanos"?: \d+|time="[\d.]+"|"duration": [\d.]+/g;

/** A result without the times in it. */
function timeless({ stdout, ...rest }: Awaited<ReturnType<typeof runBin>>) {
  return { ...rest, stdout: stdout.replace(TIMES, 'TIME') };
}

// What the source says is what the tests in test/in-process are about.
test.each([
  ...namesIn('files').map((path) => [path]),
  ...namesIn('hosts').flatMap((path) =>
    readdirSync(join(REPOSITORY, path)).map((name) => ['--root', `${path}/${name}`]),
  ),
  ...Object.keys(REPORTS).map((name) => ['--root', FAILING, '-f', name]),
  ['--root', FAILING, '-v'],
  ['--help'],
  ['fix', '--help'],
  ['explain'],
])('what is built says what the source says: %s %s %s %s', async (...args) => {
  const built = timeless(await runBin(args));
  expect(built).toEqual(timeless(await runInProcess(args)));
  expect(built.stdout).not.toBe('');
});
