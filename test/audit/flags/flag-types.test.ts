import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { flagType } from '../../../src/audit/flags/flag-types.ts';

const { flags } = JSON.parse(
  readFileSync(new URL('../../fixtures/kube-apiserver-flags.json', import.meta.url), 'utf8'),
) as { flags: Record<string, { type: string }> };

test.each(Object.entries(flags))('--%s takes the next argument as the real server says', (name, { type }) => {
  expect(flagType(name)).toBe(['bool', 'version'].includes(type) ? 'bool' : 'value');
});

test.each(['kubelet_https', 'Kubelet-https', '', 'constructor', '__proto__'])('%o is not a flag', (name) =>
  expect(flagType(name)).toBeUndefined(),
);
