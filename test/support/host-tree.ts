import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TreeProcess {
  readonly pid: number;
  /** Joined as the kernel does, each with a NUL after it; a Buffer is written as it is. */
  readonly cmdline: readonly string[] | Buffer;
  readonly exe?: string;
  readonly uid?: number;
}

/** A directory that is removed when the test ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'kubelet-https-audit-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A host for --root with these processes under its proc. */
export function hostTree(processes: readonly TreeProcess[]): string {
  const root = temporaryDirectory();
  mkdirSync(join(root, 'proc'));
  for (const { pid, cmdline, exe, uid } of processes) {
    const directory = join(root, 'proc', String(pid));
    mkdirSync(directory);
    const bytes = Buffer.isBuffer(cmdline) ? cmdline : cmdline.map((text) => `${text}\0`).join('');
    writeFileSync(join(directory, 'cmdline'), bytes);
    if (exe !== undefined) symlinkSync(exe, join(directory, 'exe'));
    if (uid !== undefined) {
      writeFileSync(join(directory, 'status'), `Name:\tx\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`);
    }
  }
  return root;
}
