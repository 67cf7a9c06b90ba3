import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withDirectory } from '../../src/replace/directory-handle.ts';
import { temporaryDirectory } from '../support/host-tree.ts';

describe.runIf(process.platform === 'linux')('a directory handle', () => {
  test.each(['link', 'link/below', 'file', 'none'])('does not go through %s', (path) => {
    const root = realpathSync(temporaryDirectory());
    mkdirSync(join(root, 'real/below'), { recursive: true });
    symlinkSync('real', join(root, 'link'));
    writeFileSync(join(root, 'file'), '');
    expect(() => withDirectory(join(root, path), () => 0)).toThrow(/^(ENOTDIR|ENOENT)/);
  });

  test('stays at its directory when that is moved away', () => {
    const root = realpathSync(temporaryDirectory());
    mkdirSync(join(root, 'a'));
    withDirectory(join(root, 'a'), ({ at, sync }) => {
      renameSync(join(root, 'a'), join(root, 'b'));
      mkdirSync(join(root, 'a'));
      writeFileSync(at('x'), 'here');
      sync();
    });
    expect(readFileSync(join(root, 'b/x'), 'utf8')).toBe('here');
  });

  test('leaves no descriptor open', () => {
    const root = realpathSync(temporaryDirectory());
    const before = readdirSync('/proc/self/fd').length;
    withDirectory(root, ({ sync }) => sync());
    expect(() => withDirectory(join(root, 'none'), () => 0)).toThrow();
    expect(() =>
      withDirectory(root, () => {
        throw new Error('x');
      }),
    ).toThrow('x');
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });
});
