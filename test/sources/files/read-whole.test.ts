import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readListed, readWhole } from '../../../src/sources/files/read-whole.ts';
import { temporaryDirectory } from '../../support/host-tree.ts';

test.each(['/dev/null', '/dev/zero', '/dev/full', '/proc'])('%s is not a regular file', (path) => {
  expect(() => readWhole(path)).toThrow('is not a regular file');
});

test('a device that can be read as a file can is not, nor a link to it', ({ skip }) => {
  skip(
    process.getuid?.() !== 0 || !existsSync('/dev/kmsg'),
    'only root reads /dev/kmsg, which is missing in containers',
  );
  const link = join(temporaryDirectory(), 'link');
  symlinkSync('/dev/kmsg', link);
  expect(() => readWhole('/dev/kmsg')).toThrow('is not a regular file');
  expect(() => readWhole(link)).toThrow('is not a regular file');
  expect(() => readListed(link)).toThrow('is not a regular file');
});

test('a pipe is not read, whatever is in it', () => {
  const pipe = join(temporaryDirectory(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(() => readWhole(pipe)).toThrow('is not a regular file');
  const both = openSync(pipe, constants.O_RDWR);
  try {
    writeSync(both, 'kube-apiserver');
    expect(() => readWhole(pipe)).toThrow('is not a regular file');
  } finally {
    closeSync(both);
  }
});

test.each([0, 1, 65_535, 65_536, 65_537, 200_000])('a file of %d bytes is read whole', (size) => {
  const path = join(temporaryDirectory(), 'file');
  writeFileSync(path, 'a'.repeat(size));
  const link = join(temporaryDirectory(), 'link');
  symlinkSync(path, link);
  const whole = Buffer.from('a'.repeat(size));
  for (const read of [() => readWhole(path), () => readListed(path), () => readListed(link)])
    expect(read().equals(whole)).toBe(true);
  expect(() => readWhole(path, size - 1)).toThrow('is larger than');
});
