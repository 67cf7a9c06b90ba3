import { expect, test } from 'vitest';
import { withoutCovered } from '../../src/detection/covered.ts';
import type { ApiServer } from '../../src/model/api-server.ts';

function serverIn(
  path: string,
  format: string,
  ...args: (readonly [text: string, from?: string])[]
): ApiServer {
  const place = { line: 1, column: 1, object: null, container: null };
  const argv = args.map(([text, from], index) => ({
    text,
    index,
    ...(from !== undefined && { assignedAt: [{ path: from, offset: 7 }] }),
  }));
  const origin = { kind: 'file', path, format, ...place } as const;
  const invocation = { origin, arguments: argv, boundaries: 'kept' } as const;
  return { kind: 'api-server', invocation, program: 'kube-apiserver', arguments: argv, warnings: [] };
}

const FLAG = '--kubelet-https=0';
const unit = (from: string) => serverIn('a.service', 'systemd', [FLAG, from]);

test.each([
  {
    why: 'a unit takes the variable',
    servers: [unit('e'), serverIn('e', 'environment', [FLAG, 'e'])],
    left: ['a.service'],
  },
  {
    why: 'named otherwise',
    servers: [unit('e'), serverIn('./e', 'environment', [FLAG, './e'])],
    left: ['a.service'],
  },
  {
    why: 'a file of that name elsewhere',
    servers: [unit('d/e'), serverIn('e', 'environment', [FLAG, 'e'])],
    left: ['a.service', 'e'],
  },
  {
    why: 'another variable has the flag',
    servers: [
      serverIn('a.service', 'systemd', ['--v=2', 'e']),
      serverIn('e', 'environment', ['--v=2', 'e'], [FLAG]),
    ],
    left: ['a.service', 'e'],
  },
  {
    why: 'another variable does not',
    servers: [unit('e'), serverIn('e', 'environment', [FLAG, 'e'], ['--v=2'])],
    left: ['a.service'],
  },
  { why: 'no unit', servers: [serverIn('e', 'environment', [FLAG, 'e'])], left: ['e'] },
])('an environment file is among the servers unless they cover it: $why', ({ servers, left }) =>
  expect(
    withoutCovered(servers).map(({ invocation: { origin } }) => 'path' in origin && origin.path),
  ).toEqual(left),
);
