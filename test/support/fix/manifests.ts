import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { AuditError } from '../../../src/model/problem.ts';
import { temporaryDirectory } from '../host-tree.ts';

export const NOW = new Date('2026-11-23T10:15:00.123Z');

export interface Manifests {
  readonly root: string;
  readonly directory: string;
  readonly file: string;
  /** Where backups go; not there yet. */
  readonly backups: string;
}

/** A directory of manifests with one file that says `old`. */
export function manifests(name = 'kube-apiserver.yaml'): Manifests {
  const root = temporaryDirectory();
  const directory = join(root, 'manifests');
  mkdirSync(directory);
  const file = join(directory, name);
  writeFileSync(file, 'old\n', { mode: 0o600 });
  return { root, directory, file, backups: join(root, 'backups') };
}

/** The AuditError of a function that must fail with one. */
export function auditErrorOf(act: () => unknown): AuditError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(AuditError);
    if (error instanceof AuditError) return error;
  }
  throw new Error('it did not fail');
}

export function expectUntouched({ directory, file }: Manifests): void {
  expect(readFileSync(file, 'utf8')).toBe('old\n');
  expect(readdirSync(directory)).toEqual([file.slice(directory.length + 1)]);
}
