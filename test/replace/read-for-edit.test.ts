import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, realpathSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readForEdit } from '../../src/replace/read-for-edit.ts';
import { auditErrorOf, type Manifests, manifests } from '../support/fix/manifests.ts';

describe('a file that is to be edited', () => {
  test('is read through links that stay in the directory', () => {
    const { root, directory, file } = manifests();
    const named = join(directory, 'link.yaml');
    symlinkSync('kube-apiserver.yaml', named);
    symlinkSync('manifests', join(root, 'other'));
    for (const path of [file, named, join(root, 'other', 'link.yaml')]) {
      expect(readForEdit(path, join(path, '..'))).toMatchObject({
        path,
        realPath: realpathSync(file),
        bytes: Buffer.from('old\n'),
      });
    }
  });

  const refused: { what: string; make: (where: Manifests) => string; says: RegExp }[] = [
    {
      what: 'a link out of the directory',
      make: ({ root, file, directory }) => {
        mkdirSync(join(root, 'manifests-2'));
        writeFileSync(join(root, 'manifests-2', 'x'), '');
        symlinkSync('../manifests-2/x', join(directory, 'link'));
        return join(file, '../link');
      },
      says: /^cannot edit \S+\/link: it is a link out of \S+\/manifests, to \S+\/manifests-2\/x$/,
    },
    {
      what: 'a hard link',
      make: ({ root, file }) => {
        linkSync(file, join(root, 'second'));
        return file;
      },
      says: /it has a second name, a hard link, which would keep the old content$/,
    },
    {
      what: 'a directory',
      make: ({ directory }) => {
        mkdirSync(join(directory, 'd'));
        return join(directory, 'd');
      },
      says: /it is not a regular file$/,
    },
    {
      what: 'a FIFO',
      make: ({ directory }) => {
        expect(spawnSync('mkfifo', [join(directory, 'pipe')]).status).toBe(0);
        return join(directory, 'pipe');
      },
      says: /it is not a regular file$/,
    },
    {
      what: 'a large file',
      make: ({ file }) => {
        truncateSync(file, 4 * 1024 * 1024 + 1);
        return file;
      },
      says: /it is larger than 4 MiB$/,
    },
    {
      what: 'a file whose name is not UTF-8',
      make: ({ directory }) => join(directory, '\udcff.yaml'),
      says: /its name is not UTF-8$/,
    },
    {
      what: 'nothing',
      make: ({ directory }) => join(directory, 'none'),
      says: /^cannot edit \S+\/none: no such file or directory; the file was not changed$/,
    },
  ];

  test.each(refused)('is not $what', ({ make, says }) => {
    const where = manifests();
    const path = make(where);
    expect(auditErrorOf(() => readForEdit(path, where.directory)).message).toMatch(says);
  });

  test('is named in the hint where a link leads out', () => {
    const { root, directory, file } = manifests();
    symlinkSync(file, join(root, 'link'));
    mkdirSync(join(root, 'within'));
    const { hint } = auditErrorOf(() => readForEdit(join(root, 'link'), join(root, 'within')));
    expect(hint).toBe(`Name ${join(realpathSync(directory), 'kube-apiserver.yaml')} itself.`);
  });
});
