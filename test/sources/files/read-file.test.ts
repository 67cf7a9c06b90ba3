import { expect, test } from 'vitest';
import { readFile } from '../../../src/sources/files/read-file.ts';
import { toSourceFile } from '../../../src/sources/files/source-file.ts';

function errorOf(text: string): string | undefined {
  return readFile(toSourceFile('a.yaml', text), () => undefined, undefined).error?.message;
}

const FLAGS = '[kube-apiserver, --etcd-servers=x, --kubelet-https=false]';
const SPEC = `{containers: [{command: ${FLAGS}}]}`;

test.each([
  {
    text: `apiVersion: a/v1\nkind: DeploymentConfig\nspec: {template: {spec: ${SPEC}}}\n`,
    why: 'another kind',
  },
  { text: `kind: Pod\nspec: ${SPEC}\n`, why: 'a pod without a version' },
  { text: `tasks: {a: {command: ${FLAGS}}}\n`, why: 'a list in a file of another kind' },
  { text: 'tasks: {a: {command: /hyperkube apiserver --etcd-servers=x}}\n', why: 'a command in a line' },
  {
    text: `apiVersion: v1\nkind: Pod\nspec: ${SPEC}\n---\nkind: X\nspec: ${SPEC}\n`,
    why: 'after one that is read',
  },
])('the arguments of an API server are not absent where they are not read: $why', ({ text }) => {
  expect(errorOf(text)).toMatch(/^line \d+, column \d+: these are the arguments of an API server/);
});

test.each([
  { text: 'tests: [{flag: "--kubelet-https=true"}]\n', why: 'a check' },
  { text: 'tests: ["--kubelet-https=true"]\n', why: 'a list of one flag' },
  { text: 'a: |\n  Set --kubelet-https=true\n  of kube-apiserver.\n', why: 'text' },
  { text: 'a: [--a, --b]\n', why: 'other flags' },
])('what only mentions them has no error: $why', ({ text }) => {
  expect(errorOf(text)).toBeUndefined();
});
