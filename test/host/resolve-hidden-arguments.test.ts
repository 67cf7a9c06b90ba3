import { expect, test } from 'vitest';
import { onHost } from '../../src/host/resolve-hidden-arguments.ts';

const MOUNTS = [
  { inContainer: '/etc', onHost: '/a' },
  { inContainer: '/etc/kubernetes/', onHost: '/b' },
  { inContainer: '/var', onHost: '/c' },
];

test.each([
  { path: '/etc/x', host: '/a/x', why: 'the mount it is in' },
  { path: '/etc/kubernetes/x/y', host: '/b/x/y', why: 'the innermost mount' },
  { path: '/etc/kubernetes', host: '/b', why: 'the mount itself' },
  { path: '/etcetera/x', host: '/etcetera/x', why: 'no mount, though its name begins like one' },
])('$path is $host on the host: $why', ({ path, host }) => {
  expect(onHost(path, MOUNTS)).toBe(host);
  expect(onHost(path, [...MOUNTS].reverse())).toBe(host);
});
