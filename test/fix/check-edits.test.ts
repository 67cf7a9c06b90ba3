import { expect, test } from 'vitest';
import { detect } from '../../src/detection/detect.ts';
import { faultsIn } from '../../src/fix/check-edits.ts';
import { type ServerToFix, serversToFix } from '../../src/fix/servers-to-fix.ts';
import { fileOf } from '../support/reports.ts';

const PATH = '/etc/kubernetes/manifests/kube-apiserver.yaml';

/** A server that a file starts with these arguments. */
function serverWith(...flags: readonly string[]): ServerToFix[] {
  const { arguments: args, ...rest } = fileOf(PATH, ['kube-apiserver', ...flags]);
  const range = { start: 0, end: 1 };
  const server = detect({ ...rest, arguments: args.map((each) => ({ ...each, range })) });
  return server.kind === 'api-server' ? serversToFix([server], 'running') : [];
}

const BEFORE = serverWith('--etcd-servers=x', '--kubelet-https=false');

test.each([
  { after: serverWith('--etcd-servers=x'), fault: undefined, why: 'the other arguments stay' },
  {
    after: serverWith('--etcd-servers=y'),
    fault: 'removing it would change other arguments as well',
    why: 'another one changes',
  },
  {
    after: serverWith(),
    fault: 'removing it would change other arguments as well',
    why: 'another one is gone',
  },
  { after: [], fault: 'removing it would change other arguments as well', why: 'the server is gone' },
  {
    after: serverWith('--etcd-servers=x', '--kubelet-https=false'),
    fault: 'removing it would change other arguments as well',
    why: 'the flag is still there',
  },
])('an edit is checked: $why', ({ after, fault }) => {
  expect(faultsIn(BEFORE, after, new Set([PATH])).get(PATH)).toBe(fault);
});

test('a server may go with the last of its arguments', () => {
  expect(serverWith('--kubelet-https=false')).toHaveLength(1);
  const alone = serverWith('--kubelet-https=false');
  expect(faultsIn(alone, [], new Set([PATH]))).toEqual(new Map());
});

test('only files with edits are checked', () => {
  expect(faultsIn(BEFORE, [], new Set(['/other']))).toEqual(new Map());
});

test('several servers of one name are distinguished by their order', () => {
  const [two, twoAfter] = [
    [...serverWith('--kubelet-https=false', '--v=1'), ...serverWith('--kubelet-https=false', '--v=2')],
    [...serverWith('--v=1'), ...serverWith('--v=2')],
  ];
  expect(faultsIn(two, twoAfter, new Set([PATH]))).toEqual(new Map());
  expect(faultsIn(two, [...twoAfter].reverse(), new Set([PATH])).size).toBe(1);
});
