import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printable } from '../../../src/model/printable.ts';
import { readFiles } from '../../../src/sources/files/read-files.ts';
import { temporaryDirectory } from '../../support/host-tree.ts';

const POD = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command: [kube-apiserver]\n';
const MiB = 1024 * 1024;

function read(root: string) {
  return readFiles([root], { input: undefined, stdin: undefined, onProgress: () => undefined });
}

test('finds files and directories whose names are no UTF-8', async () => {
  const root = temporaryDirectory();
  const directory = Buffer.concat([Buffer.from(`${root}/é`), Buffer.from([0xff])]);
  mkdirSync(directory);
  writeFileSync(Buffer.concat([directory, Buffer.from('/'), Buffer.from([0xc3]), Buffer.from('.yaml')]), POD);
  const { invocations, problems } = await read(root);
  expect(problems).toEqual([]);
  expect(invocations.map(({ origin }) => origin.kind === 'file' && printable(origin.path))).toEqual([
    `${root}/\\xc3\\xa9\\xff/\\xc3.yaml`,
  ]);
});

const filler = `${'#'.repeat(1023)}\n`.repeat(5 * 1024);

test.each([
  { name: 'a.yaml', content: `${filler}${POD}`, reason: undefined, why: 'a manifest after much else' },
  {
    name: 'a.yaml',
    content: `${'x'.repeat(MiB - 5)}kube-\\u0061piserver${filler}`,
    reason: undefined,
    why: 'a word across two pieces',
  },
  { name: 'a.log', content: `${filler}${POD}`, reason: 'log', why: 'a log by its name' },
  {
    name: 'a.log',
    content: `${POD}${filler}--kubelet-https=0`,
    reason: undefined,
    why: 'a log with the flag',
  },
  {
    name: 'a.yaml',
    content: filler,
    reason: 'does not mention an API server',
    why: 'nothing of an API server',
  },
  { name: 'a.yaml', content: `\0${filler}${POD}`, reason: 'binary', why: 'it is binary' },
  {
    name: 'a.yaml',
    content: Buffer.from(`\ufeff${filler}${POD}`, 'utf16le'),
    reason: undefined,
    why: 'UTF-16',
  },
])('a file that is too large is set aside only with a reason: $why', async ({ name, content, reason }) => {
  const root = temporaryDirectory();
  writeFileSync(join(root, name), content);
  const { problems, setAside = [] } = await read(root);
  expect(problems).toHaveLength(reason === undefined ? 1 : 0);
  expect(setAside.map((one) => one.reason)).toEqual(
    reason === undefined ? [] : [expect.stringContaining(reason)],
  );
});

test('a log in which no API server starts is a problem where it is named', async () => {
  const root = temporaryDirectory();
  const path = join(root, 'k3s.log');
  writeFileSync(path, 'Nov 30 05:05:22 a k3s[1]: time="2025-11-30T05:05:22Z" level=info msg="Run"\n');
  expect((await read(root)).problems).toEqual([]);
  expect((await read(path)).problems).toMatchObject([
    { message: 'it is a log in which no API server starts' },
  ]);
});

test('a link that leads round in a circle is not a problem', async () => {
  const root = temporaryDirectory();
  symlinkSync('a', join(root, 'a'));
  symlinkSync('/nonexistent', join(root, 'b'));
  expect((await read(root)).problems).toEqual([]);
});

test.each([
  { name: 'args/kube-apiserver', text: 'X\n', why: 'kubelite' },
  {
    name: 'pod.yaml',
    text: POD.replace('kube-apiserver', 'sh, -c, "kube-apiserver X"'),
    why: 'the shell of a pod',
  },
])('words are parted by blanks of ASCII alone, as for $why', async ({ name, text }) => {
  for (const blank of ['\u00a0', '\u3000', '\u1680']) {
    const path = join(temporaryDirectory(), name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(
      path,
      text.replace('X', `--kubelet-https=false --etcd-prefix=y${blank}--kubelet-https=true`),
    );
    const { invocations } = await read(path);
    const [server] = invocations.map((one) => one.arguments.map((argument) => argument.text));
    expect(server?.slice(1)).toEqual([
      '--kubelet-https=false',
      `--etcd-prefix=y${blank}--kubelet-https=true`,
    ]);
  }
});
