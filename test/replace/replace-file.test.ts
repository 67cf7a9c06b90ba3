import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { restoreCommand } from '../../src/replace/names.ts';
import { readForEdit } from '../../src/replace/read-for-edit.ts';
import { replaceFile } from '../../src/replace/replace-file.ts';
import { auditErrorOf, type Manifests, manifests, NOW } from '../support/fix/manifests.ts';
import { AS_NOBODY, replaceInChild, skipUnlessRoot } from '../support/fix/replace-in-child.ts';

const NEW = Buffer.from('new\n');
const NAME = 'kube-apiserver.yaml';

describe('a replaced file', () => {
  test.each([NEW, Buffer.alloc(0), Buffer.from([0, 255, 10]), Buffer.alloc(3_000_000, 'x')])(
    'has the new content, and its backup the old: %#',
    (content) => {
      const { file, directory, backups } = manifests();
      const { backup } = replaceFile(
        readForEdit(file, directory),
        content,
        { directory: backups, awayFrom: [] },
        NOW,
      );
      expect(readFileSync(file).equals(content)).toBe(true);
      expect(readFileSync(backup, 'utf8')).toBe('old\n');
      expect(readdirSync(directory)).toEqual([NAME]);
      expect(readdirSync(backups)).toEqual([basename(backup)]);
    },
  );

  test('is a new one, so that who reads the old one reads all of it', () => {
    const { file, directory, backups } = manifests();
    const before = statSync(file).ino;
    replaceFile(readForEdit(file, directory), NEW, { directory: backups, awayFrom: [] }, NOW);
    expect(statSync(file).ino).not.toBe(before);
  });

  test('stays after its link', () => {
    const { file, directory, backups } = manifests();
    const link = join(directory, 'link.yaml');
    symlinkSync(NAME, link);
    replaceFile(readForEdit(link, directory), NEW, { directory: backups, awayFrom: [] }, NOW);
    expect(readFileSync(file, 'utf8')).toBe('new\n');
    expect(readdirSync(directory, { withFileTypes: true }).map((entry) => entry.isSymbolicLink())).toEqual([
      false,
      true,
    ]);
  });

  test.each([NAME, "it's a 'name'.yaml", ' -rf $HOME "`id`" .yaml', 'a\nb', 'x'.repeat(255)])(
    'is restored by the command: %s',
    (name) => {
      const { root, file, directory } = manifests(name);
      chmodSync(file, 0o640);
      const { backup } = replaceFile(
        readForEdit(file, directory),
        NEW,
        { directory: join(root, "back'up s"), awayFrom: [] },
        NOW,
      );
      const { status, stderr } = spawnSync('sh', ['-c', restoreCommand(backup, file)], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(readFileSync(file, 'utf8')).toBe('old\n');
      expect(statSync(file).mode & 0o7777).toBe(0o640);
      expect(readdirSync(directory)).toEqual([name]);
    },
  );
});

describe('a file that changed meanwhile', () => {
  const changes: { what: string; change: (where: Manifests) => void; content?: string }[] = [
    { what: 'was appended to', change: ({ file }) => appendFileSync(file, '#'), content: 'old\n#' },
    {
      what: 'has other bytes of the same length',
      change: ({ file }) => writeFileSync(file, 'OLD\n'),
      content: 'OLD\n',
    },
    {
      what: 'is another file with the same bytes',
      change: ({ file }) => {
        cpSync(file, `${file}.copy`);
        renameSync(`${file}.copy`, file);
      },
      content: 'old\n',
    },
    {
      what: 'is a link to itself, moved',
      change: ({ root, file }) => {
        renameSync(file, join(root, 'moved'));
        symlinkSync('../moved', file);
      },
      content: 'old\n',
    },
    { what: 'vanished', change: ({ file }) => rmSync(file) },
    {
      what: 'vanished with its directory',
      change: ({ directory }) => rmSync(directory, { recursive: true }),
    },
    {
      what: 'has a link in place of its directory',
      change: ({ root, directory }) => {
        renameSync(directory, join(root, 'moved'));
        symlinkSync('moved', directory);
      },
      content: 'old\n',
    },
    {
      what: 'is in a directory that was exchanged',
      change: ({ root, directory, file }) => {
        renameSync(directory, join(root, 'moved'));
        mkdirSync(directory);
        writeFileSync(file, 'old\n');
      },
      content: 'old\n',
    },
  ];

  test.each(changes)('is left alone: it $what', ({ change, content }) => {
    const where = manifests();
    const { file, directory, backups } = where;
    const read = readForEdit(file, directory);
    change(where);
    expect(
      auditErrorOf(() => replaceFile(read, NEW, { directory: backups, awayFrom: [] }, NOW)),
    ).toMatchObject({
      message: `cannot write ${read.realPath}: it was changed in the meantime, and left as it is`,
      hint: 'Run it again.',
    });
    if (content !== undefined) expect(readFileSync(file, 'utf8')).toBe(content);
    expect(
      readdirSync(where.root, { recursive: true }).filter((name) => /backups|\/\./.test(`${name}`)),
    ).toEqual([]);
  });

  test('is left alone: it was changed while the new one was written', ({ skip }) => {
    skipUnlessRoot(skip);
    const { root, file, backups } = manifests();
    const changing = '#!/bin/sh\ntest "$1" != --version || exec echo "cp (GNU coreutils) 9.1"\n';
    writeFileSync(join(root, 'cp'), `${changing}echo late >${file}\n`, { mode: 0o755 });
    const mounts = `mount --bind ${root}/cp /usr/bin/cp`;
    expect(replaceInChild(file, backups, { mounts })).toMatchObject({
      outcome: { message: `cannot write ${file}: it was changed in the meantime, and left as it is` },
      content: 'late',
      names: [NAME],
    });
  });

  test('is left alone: it got another name', () => {
    const { root, file, directory, backups } = manifests();
    const read = readForEdit(file, directory);
    linkSync(file, join(root, 'second'));
    expect(
      auditErrorOf(() => replaceFile(read, NEW, { directory: backups, awayFrom: [] }, NOW)).message,
    ).toMatch(/hard link/);
    expect(readFileSync(file, 'utf8')).toBe('old\n');
  });
});

describe('a file that cannot be replaced', () => {
  const UNTOUCHED = { content: 'old\n', names: [NAME], backups: [] };

  test('is left alone on a full disk', ({ skip }) => {
    skipUnlessRoot(skip);
    const { file, directory, backups } = manifests();
    const mounts = `cp ${file} ${directory}/../saved
      mount -t tmpfs -o size=64k none ${directory}
      cp ${directory}/../saved ${file}`;
    expect(replaceInChild(file, backups, { mounts, length: 100_000 })).toEqual({
      ...UNTOUCHED,
      outcome: {
        message: `cannot write ${file}: no space left on device; the file was not changed`,
        hint: 'Free some space and run it again.',
      },
    });
  });

  test('is left alone on a disk without room for a name', ({ skip }) => {
    skipUnlessRoot(skip);
    const { file, directory, backups } = manifests();
    const mounts = `mount -t tmpfs -o nr_inodes=2 none ${directory}\necho old >${file}`;
    expect(replaceInChild(file, backups, { mounts })).toMatchObject({
      ...UNTOUCHED,
      outcome: { message: expect.stringContaining('no space left on device') },
    });
  });

  test('is left alone on a read-only file system', ({ skip }) => {
    skipUnlessRoot(skip);
    const { file, directory, backups } = manifests();
    const mounts = `mount --bind ${directory} ${directory}\nmount -o remount,ro,bind ${directory}`;
    expect(replaceInChild(file, backups, { mounts })).toEqual({
      ...UNTOUCHED,
      outcome: {
        message: `cannot write ${file}: read-only file system; the file was not changed`,
        hint: 'Edit it where the file system is writable.',
      },
    });
  });

  test('is left alone where it is mounted itself', ({ skip }) => {
    skipUnlessRoot(skip);
    const { file, backups } = manifests();
    const { outcome, content, names } = replaceInChild(file, backups, {
      mounts: `mount --bind ${file} ${file}`,
    });
    expect({ content, names }).toEqual({ content: 'old\n', names: [NAME] });
    expect(outcome).toEqual({
      message: `cannot write ${file}: resource busy or locked; the file was not changed`,
      hint: 'If something is mounted on it, edit what is mounted there.',
    });
  });

  test('is left alone without permission', ({ skip }) => {
    skipUnlessRoot(skip);
    const { root, directory, file, backups } = manifests();
    for (const path of [root, directory, file]) chmodSync(path, 0o755);
    expect(replaceInChild(file, backups, { through: AS_NOBODY })).toEqual({
      ...UNTOUCHED,
      outcome: {
        message: `cannot write ${file}: permission denied; the file was not changed`,
        hint: 'Run as root.',
      },
    });
  });

  test('is left alone if it is immutable', ({ skip }) => {
    const { file, directory, backups } = manifests();
    const read = readForEdit(file, directory);
    const { status, stderr, error } = spawnSync('chattr', ['+i', file], { encoding: 'utf8' });
    skip(status !== 0, `no immutable files here: ${error ?? stderr}`);
    onTestFinished(() => void spawnSync('chattr', ['-i', file]));
    const { message, hint } = auditErrorOf(() =>
      replaceFile(read, NEW, { directory: backups, awayFrom: [] }, NOW),
    );
    spawnSync('chattr', ['-i', file]);
    expect(message).toBe(`cannot write ${read.realPath}: operation not permitted; the file was not changed`);
    expect(hint).toMatch(/lsattr.*chattr -i/);
    expect(readFileSync(file, 'utf8')).toBe('old\n');
    expect(readdirSync(directory)).toEqual([NAME]);
  });
});
