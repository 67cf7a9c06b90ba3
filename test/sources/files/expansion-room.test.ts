import { expect, test } from 'vitest';
import { readFile } from '../../../src/sources/files/read-file.ts';
import { toSourceFile } from '../../../src/sources/files/source-file.ts';

const LEVELS = 200;

const pod = (command: string, env: readonly (readonly [string, string])[]) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ command: [command], env: env.map(([name, value]) => ({ name, value })) }] },
  }).replace('["', '["kube-apiserver","');

function lastArgument(text: string) {
  const { invocations } = readFile(toSourceFile('a.json', text), () => undefined, undefined);
  const last = invocations?.[0]?.arguments.at(-1);
  return last && { text: last.text.slice(0, 60), isUnknown: last.isUnknown ?? false };
}

test('values that double with each variable are not known, and take no memory', () => {
  const env = Array.from({ length: LEVELS }, (_, index): [string, string] => [
    `A${index}`,
    index === 0 ? 'x'.repeat(100) : `$(A${index - 1})$(A${index - 1})`,
  ]);
  expect(lastArgument(pod(`$(A${LEVELS - 1})`, env))).toEqual({ text: `$(A${LEVELS - 1})`, isUnknown: true });
});

test('a value that is used as often as people do is known', () => {
  const uses = '--bind-address=$(IP) '.repeat(40);
  expect(lastArgument(pod(uses, [['IP', '192.168.100.100']]))?.isUnknown).toBe(false);
});
