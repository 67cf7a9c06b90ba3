import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backUp } from '../../src/replace/back-up.ts';
import { readForEdit } from '../../src/replace/read-for-edit.ts';
import { auditErrorOf, expectUntouched, type Manifests, manifests, NOW } from '../support/fix/manifests.ts';
import { replaceInChild, skipUnlessRoot } from '../support/fix/replace-in-child.ts';

function backUpOf({ file, directory }: Manifests, backups: string): string {
  return backUp(readForEdit(file, directory), { directory: backups, awayFrom: [] }, NOW);
}

describe('a backup', () => {
  test('is named after path and time, in a directory for its owner alone', () => {
    const where = manifests();
    const backup = backUpOf(where, join(where.backups, 'below'));
    const path = realpathSync(where.file).slice(1).replaceAll('/', '_');
    expect(backup).toBe(join(realpathSync(where.root), `backups/below/${path}.20261123T101500Z`));
    expect(readFileSync(backup, 'utf8')).toBe('old\n');
    for (const made of [where.backups, dirname(backup)]) expect(statSync(made).mode & 0o777).toBe(0o700);
    expectUntouched(where);
  });

  test('replaces none, nor follows what has its name', () => {
    const where = manifests();
    const first = backUpOf(where, where.backups);
    symlinkSync(join(where.root, 'planted'), `${first}-2`);
    writeFileSync(first, 'earlier');
    expect(backUpOf(where, where.backups)).toBe(`${first}-3`);
    expect(readFileSync(first, 'utf8')).toBe('earlier');
    expect(readdirSync(where.root).sort()).toEqual(['backups', 'manifests']);
  });

  test.each(['x'.repeat(255), 'ü'.repeat(127), '😀'.repeat(63)])(
    'has a name that is not too long: %s',
    (name) => {
      const where = manifests(name);
      const backup = basename(backUpOf(where, where.backups));
      expect(Buffer.byteLength(backup)).toBeLessThanOrEqual(255);
      expect(Buffer.byteLength(backup)).toBeGreaterThan(250);
      expect(backup.endsWith(`${name.slice(-8)}.20261123T101500Z`)).toBe(true);
      expect(backUpOf(where, where.backups).endsWith('Z-2')).toBe(true);
    },
  );
});

describe('a directory for backups', () => {
  const inside = /: it is in \S+, where a kubelet may read the backup; the file was not changed$/;
  const refused: { what: string; make: (where: Manifests) => string; says: RegExp; root?: true }[] = [
    { what: 'that of the file', make: ({ directory }) => directory, says: inside },
    { what: 'one in it', make: ({ directory }) => join(directory, 'a/b'), says: inside },
    {
      what: 'one in it, by a link',
      make: ({ root, directory }) => {
        symlinkSync(directory, join(root, 'link'));
        return join(root, 'link/new');
      },
      says: inside,
    },
    {
      what: 'a link',
      make: ({ root }) => {
        mkdirSync(join(root, 'elsewhere'));
        symlinkSync('elsewhere', join(root, 'link'));
        return join(root, 'link/');
      },
      says: /: it is a link; the file was not changed$/,
    },
    {
      what: 'a file',
      make: ({ root }) => {
        writeFileSync(join(root, 'file'), '');
        return join(root, 'file');
      },
      says: /: not a directory; the file was not changed$/,
    },
    { what: 'one where none can be made', make: () => '/proc/none', says: /; the file was not changed$/ },
    {
      what: 'one of another user',
      make: ({ backups }) => {
        mkdirSync(backups);
        chownSync(backups, 1234, 1234);
        return backups;
      },
      says: /: it belongs to another user; the file was not changed$/,
      root: true,
    },
    {
      what: 'one that every user may change',
      make: ({ backups }) => {
        mkdirSync(backups);
        chmodSync(backups, 0o777);
        return backups;
      },
      says: /: any user can change it; the file was not changed$/,
    },
  ];

  test.for(refused)('is not $what', ({ make, says, root }, { skip }) => {
    skip(root === true && process.getuid?.() !== 0, 'only root may give files away');
    const where = manifests();
    const backups = make(where);
    expect(auditErrorOf(() => backUpOf(where, backups)).message).toMatch(says);
    expectUntouched(where);
  });

  test('may be one that every user may add to', () => {
    const where = manifests();
    mkdirSync(where.backups);
    chmodSync(where.backups, 0o1777);
    expect(readFileSync(backUpOf(where, where.backups), 'utf8')).toBe('old\n');
  });

  test('is not that of the file, mounted elsewhere', ({ skip }) => {
    skipUnlessRoot(skip);
    const where = manifests();
    mkdirSync(where.backups);
    for (const backups of [where.backups, join(where.backups, 'below')]) {
      const { outcome, content } = replaceInChild(where.file, backups, {
        mounts: `mount --bind ${where.directory} ${where.backups}`,
      });
      expect(outcome.message).toMatch(inside);
      expect(content).toBe('old\n');
    }
    expectUntouched(where);
  });

  test('may be full', ({ skip }) => {
    skipUnlessRoot(skip);
    const where = manifests();
    mkdirSync(where.backups);
    writeFileSync(where.file, 'old\n'.repeat(10_000));
    expect(
      replaceInChild(where.file, where.backups, {
        mounts: `mount -t tmpfs -o size=16k none ${where.backups}`,
      }),
    ).toEqual({
      outcome: {
        message: `cannot write a backup to ${where.backups}: no space left on device; the file was not changed`,
        hint: 'Free some space and run it again.',
      },
      content: 'old\n',
      names: ['kube-apiserver.yaml'],
      backups: [],
    });
  });
});
