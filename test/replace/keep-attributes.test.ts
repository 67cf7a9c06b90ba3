import { chmodSync, chownSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readForEdit } from '../../src/replace/read-for-edit.ts';
import { replaceFile } from '../../src/replace/replace-file.ts';
import { accessList, attributesOf, setAttribute } from '../support/fix/extended-attributes.ts';
import { manifests, NOW } from '../support/fix/manifests.ts';
import { AS_NOBODY, replaceInChild, skipUnlessRoot } from '../support/fix/replace-in-child.ts';

const NEW = Buffer.from('new\n');

describe('a replaced file and its backup', () => {
  test.each(['600', '644', '400', '4751', '2640', '1000'])('keep mode %s', (octal) => {
    const mode = Number.parseInt(octal, 8);
    const { file, directory, backups } = manifests();
    chmodSync(file, mode);
    const { backup, notes } = replaceFile(
      readForEdit(file, directory),
      NEW,
      { directory: backups, awayFrom: [] },
      NOW,
    );
    for (const path of [file, backup]) expect(statSync(path).mode & 0o7777).toBe(mode);
    expect(notes).toEqual([]);
  });

  test('keep owner and group', ({ skip }) => {
    skip(process.getuid?.() !== 0, 'only root may give files away');
    const { file, directory, backups } = manifests();
    chownSync(file, 1234, 4321);
    chmodSync(file, 0o6755);
    const { backup } = replaceFile(
      readForEdit(file, directory),
      NEW,
      { directory: backups, awayFrom: [] },
      NOW,
    );
    for (const path of [file, backup]) {
      expect(statSync(path)).toMatchObject({ uid: 1234, gid: 4321 });
      expect(statSync(path).mode & 0o7777).toBe(0o6755);
    }
  });

  test.for([
    { name: 'user.note', value: Buffer.from('kept') },
    { name: 'system.posix_acl_access', value: accessList(1234) },
    { name: 'security.selinux', value: Buffer.from('system_u:object_r:kubernetes_file_t:s0\0') },
    { name: 'security.capability', value: Buffer.from('0100000200040000000000000000000000000000', 'hex') },
  ])('keep $name', ({ name, value }, { skip }) => {
    const { file, directory, backups } = manifests();
    const problem = setAttribute(file, name, value);
    skip(problem !== undefined, problem);
    const { backup, notes } = replaceFile(
      readForEdit(file, directory),
      NEW,
      { directory: backups, awayFrom: [] },
      NOW,
    );
    expect(notes).toEqual([]);
    for (const path of [file, backup]) expect(attributesOf(path)).toEqual({ [name]: value.toString('hex') });
    expect(readFileSync(file, 'utf8')).toBe('new\n');
    expect(readFileSync(backup, 'utf8')).toBe('old\n');
  });

  test('get no attributes that the directory gives to new files', ({ skip }) => {
    const { file, directory, backups } = manifests();
    const problem = setAttribute(directory, 'system.posix_acl_default', accessList(1234));
    skip(problem !== undefined, problem);
    replaceFile(readForEdit(file, directory), NEW, { directory: backups, awayFrom: [] }, NOW);
    expect(attributesOf(file)).toEqual({});
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('the file has the time of its change', () => {
    const { file, directory, backups } = manifests();
    utimesSync(file, 1, 1);
    const before = Date.now() - 1000;
    replaceFile(readForEdit(file, directory), NEW, { directory: backups, awayFrom: [] }, NOW);
    expect(statSync(file).mtimeMs).toBeGreaterThan(before);
  });
});

describe('what cannot be kept', () => {
  /** Puts a program in the place of every cp. */
  function insteadOfCp(program: string): string {
    return `for cp in /usr/bin/cp /bin/cp /usr/bin/gnucp; do test ! -e $cp || mount --bind ${program} $cp; done`;
  }
  const WITH_SELINUX = 'mount -t tmpfs none /sys/fs\nmkdir /sys/fs/selinux\ntouch /sys/fs/selinux/enforce';
  const BUSYBOX = '#!/bin/sh\necho "BusyBox v1.36.1 multi-call binary" >&2\nexit 1\n';
  const FAILING =
    '#!/bin/sh\ntest "$1" != --version || exec echo "cp (GNU coreutils) 9.1"\necho no >&2\nexit 1\n';

  test.for([
    { program: BUSYBOX, reason: 'there is no GNU cp' },
    { program: FAILING, reason: 'no' },
  ])('is told, and refused with SELinux: $reason', ({ program, reason }, { skip }) => {
    skipUnlessRoot(skip);
    const where = manifests();
    const script = join(where.root, 'cp');
    writeFileSync(script, program, { mode: 0o755 });
    chmodSync(where.file, 0o644);

    const refused = replaceInChild(where.file, where.backups, {
      mounts: `${insteadOfCp(script)}\n${WITH_SELINUX}`,
    });
    expect(refused).toEqual({
      outcome: {
        message: `cannot write ${where.file}: its SELinux label cannot be kept: ${reason}; the file was not changed`,
        hint: 'Edit it by hand.',
      },
      content: 'old\n',
      names: ['kube-apiserver.yaml'],
      backups: [],
    });

    const { outcome, content } = replaceInChild(where.file, where.backups, { mounts: insteadOfCp(script) });
    expect(content).toBe('new\n');
    expect(outcome.notes).toEqual([`extended attributes, if any, could not be kept: ${reason}`]);
    expect(statSync(where.file).mode & 0o777).toBe(0o644);
    expect(statSync(outcome.backup ?? '').mode & 0o777).toBe(0o600);
  });

  test('is not a problem with SELinux and GNU cp', ({ skip }) => {
    skipUnlessRoot(skip);
    const { file, backups } = manifests();
    expect(replaceInChild(file, backups, { mounts: WITH_SELINUX })).toMatchObject({
      outcome: { notes: [] },
      content: 'new\n',
    });
  });

  test('is the owner, for a user who is not root', ({ skip }) => {
    skipUnlessRoot(skip);
    const { root, directory, file, backups } = manifests();
    for (const path of [root, directory]) chmodSync(path, 0o777);
    chmodSync(file, 0o644);
    expect(replaceInChild(file, backups, { through: AS_NOBODY })).toEqual({
      outcome: {
        message: `cannot write ${file}: its owner and group cannot be kept; the file was not changed`,
        hint: 'Run as root.',
      },
      content: 'old\n',
      names: ['kube-apiserver.yaml'],
      backups: [],
    });
  });
});
