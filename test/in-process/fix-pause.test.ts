import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY } from '../support/run-bin.ts';
import { runInProcess } from '../support/run-in-process.ts';

const FAILING = join(REPOSITORY, 'test/fixtures/files/workload/kubeadm-fail.yaml');

test.each([
  { files: ['a.yaml'], pauses: [] },
  { files: ['a.yaml', 'b.yaml', 'c.yaml'], pauses: [7000, 7000] },
])(
  'fix pauses between two files, and not before the first or after the last: $files',
  async ({ files, pauses }) => {
    const directory = temporaryDirectory();
    for (const name of files) cpSync(FAILING, join(directory, name));
    const taken: number[] = [];
    const sleep = async (milliseconds: number) => void taken.push(milliseconds);
    const args = ['fix', '--write', '--pause=7', '--backup-dir', temporaryDirectory(), directory];
    expect(await runInProcess(args, { sleep })).toMatchObject({ status: 0, stderr: '' });
    expect(taken).toEqual(pauses);
  },
);
