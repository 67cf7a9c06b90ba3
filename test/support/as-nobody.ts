import { chmodSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './host-tree.ts';
import { REPOSITORY } from './run-bin.ts';

/** What a program is run through to be that of another user. */
export const AS_NOBODY: readonly string[] = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** The built tool where every user may read it. */
export function publicCopy(): string {
  const directory = temporaryDirectory();
  chmodSync(directory, 0o755);
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(REPOSITORY, part), join(directory, part), { recursive: true });
  }
  return join(directory, 'bin', 'kubelet-https-audit.js');
}
