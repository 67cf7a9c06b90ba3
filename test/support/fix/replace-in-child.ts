import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import type { Replaced } from '../../../src/replace/replace-file.ts';
import { temporaryDirectory } from '../host-tree.ts';
import { REPOSITORY } from '../run-bin.ts';

export const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

export interface ChildResult {
  readonly outcome: Partial<Replaced> & { readonly message?: string; readonly hint?: string };
  /** The first characters of the file. */
  readonly content: string;
  /** What is beside the file. */
  readonly names: readonly string[];
  readonly backups: readonly string[];
}

interface ChildOptions {
  /** Commands of sh that come first, with mounts of their own. */
  readonly mounts?: string;
  /** A command and its arguments put before Node. */
  readonly through?: readonly string[];
  /** The length of the new content. */
  readonly length?: number;
}

export function skipUnlessRoot(skip: TestContext['skip']): void {
  skip(process.platform !== 'linux', 'namespaces are Linux');
  skip(process.getuid?.() !== 0, 'only root may mount and become another user');
  const tried = spawnSync('unshare', ['--mount', ...AS_NOBODY, 'true']);
  skip(tried.status !== 0, `this machine does not let root do that: ${tried.stderr ?? tried.error}`);
}

/** Replaces a file in a process of its own, with mounts of its own. */
export function replaceInChild(
  file: string,
  backups: string,
  { mounts = ':', through = [], length = 4 }: ChildOptions = {},
): ChildResult {
  const tool = publicCopy();
  const program = [process.execPath, join(tool, 'replace-once.js'), join(tool, 'build/modules')];
  const child = spawnSync(
    'unshare',
    [
      ...['--mount', 'sh', '-c', `set -e\n${mounts}\nexec "$@"`, 'sh'],
      ...[...through, ...program, file, backups, String(length)],
    ],
    { encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  if (child.status !== 0) throw new Error(`the child failed: ${child.error ?? child.stderr}`);
  return JSON.parse(child.stdout);
}

/** The part of the built tool that replaces files, where every user may read it. */
function publicCopy(): string {
  const directory = temporaryDirectory();
  chmodSync(directory, 0o755);
  for (const part of [
    'package.json',
    'build/modules/replace',
    'build/modules/model',
    'build/modules/sources',
  ]) {
    cpSync(join(REPOSITORY, part), join(directory, part), { recursive: true });
  }
  cpSync(join(REPOSITORY, 'test/support/fix/replace-once.js'), join(directory, 'replace-once.js'));
  return directory;
}
