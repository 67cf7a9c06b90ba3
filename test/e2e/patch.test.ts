import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY, runBin } from '../support/run-bin.ts';
import { runInProcess } from '../support/run-in-process.ts';

const FILES = join(REPOSITORY, 'test/fixtures/files');
const HOSTS = join(REPOSITORY, 'test/fixtures/hosts');
const hasPatch = spawnSync('patch', ['--version']).status === 0;

beforeEach(({ skip }) => skip(!hasPatch, 'patch is not installed'));

function copyOf(directory: string): string {
  const copy = join(temporaryDirectory(), 'copy');
  cpSync(directory, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function contentsIn(directory: string): ReadonlyMap<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(directory.length), readFileSync(path, 'latin1')]));
}

/** What patch makes of a diff that fix prints, and what fix writes. */
async function bothOf(directory: string, args: (copy: string) => readonly string[]) {
  const written = copyOf(directory);
  const patched = copyOf(directory);
  const backups = ['--pause=0', '--backup-dir', temporaryDirectory()];
  await runInProcess(['fix', ...args(written), '--write', ...backups], { cwd: written });
  const { stdout: diff } = await runBin(['fix', ...args(patched)], { cwd: patched });
  const { status, stderr } = spawnSync('patch', ['-p1', '--follow-symlinks'], { input: diff, cwd: patched });
  expect([status, String(stderr)]).toEqual([0, '']);
  return { diff, written: contentsIn(written), patched: contentsIn(patched) };
}

/** Records of what runs, which fix leaves as they are. */
const RECORDS = ['cmdline', 'inspect', 'log'];

test.each(readdirSync(FILES).filter((format) => !RECORDS.includes(format)))(
  'patch applies the diff of files, and then they are as fix writes them: %s',
  async (format) => {
    const { diff, written, patched } = await bothOf(join(FILES, format), () => ['.']);
    expect(diff).toMatch(/^--- a\//);
    expect(patched).toEqual(written);
    expect(patched).not.toEqual(contentsIn(join(FILES, format)));
  },
);

const trees = readdirSync(HOSTS).flatMap((installation) =>
  readdirSync(join(HOSTS, installation)).map((name) => `${installation}/${name}`),
);

test.each(trees.filter((tree) => !/(pass|none)$/.test(tree)))(
  'patch applies the diff of a host, and then its files are as fix writes them: %s',
  async (tree) => {
    const { written, patched } = await bothOf(join(HOSTS, tree), (copy) => ['--root', copy]);
    expect(patched).toEqual(written);
  },
);
