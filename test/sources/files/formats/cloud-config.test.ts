import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFiles } from '../../../../src/sources/files/read-files.ts';
import { temporaryDirectory } from '../../../support/host-tree.ts';
import { positioned } from '../../../support/positioned.ts';
import { base64, gzip64, MANIFEST, readInner } from '../../../support/read-inner.ts';

const PATH = '/etc/kubernetes/manifests/a.yaml';
const HEAD = '#cloud-config\nwrite_files:\n';

function file(content: string, others = '', path = PATH): string {
  return `- path: ${path}\n${others}  content: ${content}\n`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

const BLOCK = `|\n${indented(MANIFEST)}`;

describe('a manifest that write_files writes', () => {
  test('has its places in the outer file', () => {
    expect(readInner(`${HEAD}${file(BLOCK)}`)).toEqual({
      started: [`9:9 Pod in ${PATH} | 11:11+21 --kubelet-https=false`],
    });
  });

  test.each([
    ['b64', base64(MANIFEST)],
    ['base64', `|\n    ${base64(MANIFEST).slice(0, 40)}\n    ${base64(MANIFEST).slice(40)}`],
    ['gz+b64', gzip64(MANIFEST)],
    ['gzip+b64', gzip64(MANIFEST)],
    ['gz+base64', gzip64(MANIFEST)],
    ['Gzip+Base64 ', gzip64(MANIFEST)],
  ])('in the encoding %j has the place of its content', (encoding, content) => {
    const { started, error } = readInner(`${HEAD}${file(content, `  encoding: "${encoding}"\n`)}`);
    expect([started?.length, error]).toEqual([1, undefined]);
    expect(started?.join()).toMatch(/^5:\d+ Pod in .* \| 5:\d+\+\d+ --kubelet-https=false$/);
  });

  test.each(['', 'plain', 'rot13'])('in the encoding %j, which is none, is read as it is', (encoding) => {
    expect(readInner(`${HEAD}${file(BLOCK, `  encoding: "${encoding}"\n`)}`).started).toHaveLength(1);
  });

  test.each([
    { why: 'no base64', content: 'x', encoding: 'b64', error: 'it is not valid base64' },
    { why: 'no gzip', content: base64('x'), encoding: 'gz+b64', error: 'it is not valid gzip' },
    { why: 'text for gzip', content: 'x', encoding: 'gzip', error: 'it is not valid gzip' },
    {
      why: 'a bomb',
      content: gzip64(Buffer.alloc(5e6)),
      encoding: 'gz+b64',
      error: 'it is larger than 4 MiB',
    },
    { why: 'a list', content: '[x]', encoding: '', error: 'it is not text' },
  ])('is a problem if it is $why and its path is that of an API server', ({ content, encoding, error }) => {
    const path = '/etc/kubernetes/manifests/kube-apiserver.yaml';
    const others = `  encoding: "${encoding}"\n`;
    expect(readInner(`${HEAD}${file(content, others, path)}`)).toEqual({
      started: [],
      error: `line 5, column 12: the content of ${path} is not known: ${error}`,
    });
    expect(readInner(`${HEAD}${file(content, others, '/etc/motd')}`)).toEqual({ started: [] });
  });

  test('is a problem if it is fetched, whatever is written for the case that it cannot be', () => {
    const source = '  source: {uri: "https://example.com"}\n';
    expect(readInner(`${HEAD}${file(BLOCK, source, '/etc/kube-apiserver.yaml')}`).error).toBe(
      'line 5, column 12: the content of /etc/kube-apiserver.yaml is not known: it comes from a URL',
    );
  });

  test('is what was written last, and deferred files are', () => {
    const empty = file('""');
    expect(readInner(`${HEAD}${file(BLOCK)}${empty}`).started).toEqual([]);
    expect(readInner(`${HEAD}${file(BLOCK, '  defer: true\n')}${empty}`).started).toHaveLength(1);
  });

  test('has the places of its parts where some are appended', () => {
    const [head = '', tail = ''] = MANIFEST.split(/(?=^ {4}- --)/m);
    const appended = file(JSON.stringify(tail), '  append: yes\n');
    expect(readInner(`${HEAD}${file(`|\n${indented(head)}`)}${appended}`)).toEqual({
      started: [`9:9 Pod in ${PATH} | 14:19+21 --kubelet-https=false`],
    });
  });
});

describe('the units of CoreOS', () => {
  const unit = (rest: string) => `#cloud-config\ncoreos:\n  units:\n  - name: a.service\n${rest}`;
  const API_SERVER = 'kube-apiserver --etcd-servers=x $A';

  test.each(['drop-ins', 'drop_ins'])('take variables from their %s', (key) => {
    const dropIn = `    ${key}: [{name: 1.conf, content: "[Service]\\nEnvironment=A=--kubelet-https=0"}]\n`;
    const text = unit(`    content: "[Service]\\nExecStart=${API_SERVER}"\n${dropIn}`);
    expect(readInner(text)).toEqual({
      started: ['5:26 /etc/systemd/system/a.service | 5:51+16 --etcd-servers=x | 6:66+17 --kubelet-https=0'],
    });
  });

  test('and from a file that write_files writes', () => {
    const text = unit(
      `    runtime: true\n    content: "[Service]\\nEnvironmentFile=-/etc/a\\nExecStart=${API_SERVER}"\nwrite-files:\n- {path: /etc/a, content: A=--kubelet-https=0}\n`,
    );
    expect(readInner(text)).toEqual({
      started: ['6:51 /run/systemd/system/a.service | 6:76+16 --etcd-servers=x | 8:29+17 --kubelet-https=0'],
    });
  });

  test('start nothing if they are masked', () => {
    const text = unit(`    mask: true\n    content: "[Service]\\nExecStart=${API_SERVER}"\n`);
    expect(readInner(text)).toEqual({ started: [] });
  });
});

describe('a mention of the flag that nothing reads is a problem', () => {
  const SCRIPT = '#!/bin/sh\n# kubelet-https\nkube-apiserver $1 --kubelet-https=false\n';

  async function problemsOf(text: string): Promise<string[]> {
    const options = { input: undefined, stdin: Buffer.from(text), onProgress: () => undefined };
    return (await readFiles(['-'], options)).problems.map(positioned);
  }

  test.each([
    {
      why: 'in a script',
      text: `${HEAD}${file(`|\n${indented(SCRIPT)}`, '', '/opt/a')}`,
      problem: 'line 7: has kubelet-https, in a script: /opt/a',
    },
    {
      why: 'in an encoded script',
      text: `${HEAD}${file(base64(SCRIPT), '  encoding: b64\n', '/opt/a')}`,
      problem: 'line 5: has kubelet-https, in a script: /opt/a',
    },
    {
      why: 'in a command beside files that are read',
      text: `${HEAD}${file(BLOCK)}runcmd:\n- kube-apiserver --kubelet-https=0\n`,
      problem: 'line 14: has kubelet-https, in a format that is not read',
    },
    {
      why: 'in a file of another kind',
      text: `${HEAD}${file('"kubelet_https: 0"', '', '/opt/a')}`,
      problem: 'line 4: has kubelet-https, in a format that is not read: /opt/a',
    },
    {
      why: 'in what Jinja makes',
      text: `## template: jinja\n${HEAD}${file(`|\n    {% if x %}\n${indented(MANIFEST)}`)}`,
      problem: 'line 13: has kubelet-https, in a Jinja template',
    },
    {
      why: 'in a text that only talks of it',
      text: `${HEAD}${file('Set kubelet-https to true here.', '', '/etc/motd')}`,
      problem: 'line 4: has kubelet-https, in a format that is not read',
    },
    {
      why: 'in what is overwritten',
      text: `${HEAD}${file('kubelet-https')}${file('x')}`,
      problem: 'line 4: has kubelet-https, in a format that is not read',
    },
    {
      why: 'in a broken manifest',
      text: `${HEAD}${file('|\n    kind: Pod\n      command: [kube-apiserver]\n')}`,
      problem: `line 5, column 11: Nested mappings are not allowed in compact mappings: ${PATH}`,
    },
  ])('$why', async ({ text, problem }) => {
    expect(await problemsOf(text)).toEqual([problem]);
  });

  test.each([
    { why: 'a comment', text: `${HEAD}# kubelet-https\n${file('x')}` },
    { why: 'a comment in a file', text: `${HEAD}${file('"#kubelet-https"')}` },
    { why: 'this tool', text: `${HEAD}${file('x')}runcmd: [kubelet-https-audit]\n` },
  ])('unless it is $why', async ({ text }) => {
    expect(await problemsOf(text)).toEqual([]);
  });

  test('also in a directory, where it cannot be seen from outside', async () => {
    const root = temporaryDirectory();
    writeFileSync(
      join(root, 'user-data'),
      `${HEAD}${file(gzip64(SCRIPT), '  encoding: gz+b64\n', '/opt/a')}`,
    );
    const options = { input: undefined, stdin: undefined, onProgress: () => undefined };
    expect((await readFiles([root], options)).problems).toHaveLength(1);
  });
});

test('values that Jinja fills in are unknown', () => {
  const text = `## template: jinja\n${HEAD}${file(`|\n${indented(MANIFEST.replace('false', '{{ x }}'))}`)}`;
  expect(readInner(text).started).toEqual([expect.stringContaining('--kubelet-https={{ x }}…')]);
});

test.each([
  ['a manifest', `${MANIFEST}write_files: []\n`],
  ['a list', '#cloud-config\n- write_files\n'],
  ['any other map', 'write_files:\ncoreos: {}\n'],
])('%s is no cloud-config', (_, text) => {
  expect(readInner(text).started?.map((each) => each.includes('config'))).toEqual(
    text === `${MANIFEST}write_files: []\n` ? [false] : undefined,
  );
});
