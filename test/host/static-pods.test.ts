import { expect, test } from 'vitest';
import { staticPodsOf } from '../../src/host/static-pods.ts';
import { positioned } from '../support/positioned.ts';
import { rootFiles } from '../support/root-files.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
  - command: [kube-apiserver, --etcd-servers=x]
`;
const OTHER = POD.replace('kube-apiserver, --etcd-servers=x', 'proxy');

async function read(text: string) {
  const view = rootFiles();
  const { problems } = view;
  const pods = await staticPodsOf([{ path: '/m/a', directory: '/m', bytes: Buffer.from(text) }], view);
  return { servers: pods.flatMap(({ invocations }) => invocations).length, problems };
}

test.each([
  { why: 'a pod', text: POD, servers: 1 },
  { why: 'a pod before a broken document', text: `${POD}---\na: [\n`, servers: 1 },
  { why: 'a pod before another', text: `${POD}---\n${POD}`, servers: 1 },
  { why: 'a pod after another', text: `${OTHER}---\n${POD}`, servers: 0 },
  {
    why: 'a pod of another kind of program that a kubelet refuses',
    text: `${OTHER}    args: [1]\n# kube-apiserver\n`,
    servers: 0,
  },
  { why: 'comments alone', text: '# kube-apiserver\n', servers: 0 },
])('of a static pod file the first document counts: $why', async ({ text, servers }) => {
  expect(await read(text)).toEqual({ servers, problems: [] });
});

test.each([
  { why: 'a pod after an empty document', text: `---\n---\n${POD}`, message: 'its first document is empty' },
  { why: 'a pod after a broken document', text: `a: [\n---\n${POD}`, message: 'line 2, column 1' },
  {
    why: 'a number among the arguments',
    text: `${POD}    args: [1]\n`,
    message: 'line 7, column 12: expected a string',
  },
  {
    why: 'a string for a list',
    text: `${POD}    args: --a\n`,
    message: 'line 7, column 11: expected a list',
  },
  {
    why: 'a number for a variable',
    text: `${POD}    env: [{name: A, value: 1}]\n`,
    message: 'expected a string',
  },
  { why: 'a list for a map', text: POD.replace('{name: a}', '[name]'), message: 'expected a map' },
  {
    why: 'another version',
    text: POD.replace('v1', 'v1beta1'),
    message: 'the apiVersion of a Pod must be v1',
  },
  { why: 'a key that is a list', text: `${POD}    ? [a]\n    : b\n`, message: 'a key' },
  {
    why: 'JSON with a comment',
    text: `{"apiVersion":"v1","kind":"Pod", # x\n"spec":{"containers":[{"command":["kube-apiserver"]}]}}`,
    message: 'it begins with { but is not valid JSON',
  },
])('what a kubelet refuses is a problem where it is an API server: $why', async ({ text, message }) => {
  const { servers, problems } = await read(text);
  expect(servers).toBe(0);
  expect(problems.map(positioned)).toEqual([expect.stringContaining(message)]);
});

test.each([
  {
    one: '{name: a}',
    other: '{name: a, namespace: default}',
    pods: 1,
    why: 'without a namespace it is default',
  },
  { one: '{name: a}', other: '{name: a, namespace: ""}', pods: 1, why: 'an empty one is none' },
  { one: '{name: a}', other: '{name: a, namespace: kube-system}', pods: 2, why: 'of two namespaces' },
  { one: '{name: a}', other: '{name: b}', pods: 2, why: 'of two names' },
])('two files are for $pods pods: $why', async ({ one, other, pods }) => {
  const files = [one, other].map((metadata, index) => ({
    path: `/m/${index}`,
    directory: '/m',
    bytes: Buffer.from(POD.replace('{name: a}', metadata)),
  }));
  const found = await staticPodsOf(files, rootFiles());
  expect(found).toHaveLength(pods);
  expect(found.at(-1)?.origin.path).toBe('/m/1');
});
