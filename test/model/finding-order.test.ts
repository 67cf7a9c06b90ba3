import { expect, test } from 'vitest';
import { compareFindings } from '../../src/model/finding-order.ts';
import type { Origin, ProcessOrigin } from '../../src/model/invocation.ts';
import { fileOf, lineOf, processOf, reportOn } from '../support/reports.ts';

const NONE = { unit: null, containerId: null, podUid: null };
const POD = { ...NONE, podUid: 'd638bb69897936db0ff75be87e44622c' };
const TENANT = { ...NONE, podUid: '761ba443-a9d6-4fb7-a0a4-3529d7aa586b' };

function at(pid: number, own: Partial<ProcessOrigin> = {}, flags: readonly string[] = []) {
  const invocation = processOf(pid, ['kube-apiserver', ...flags]);
  return { ...invocation, origin: { kind: 'process', pid, uid: 0, executable: null, ...own } as const };
}

const placeOf = (origin: Origin) =>
  origin.kind === 'process' ? origin.pid : `${origin.path}:${origin.line}`;

test('the own servers of a host come first, then containers, nested ones, other users; by pid inside each', () => {
  const invocations = [
    at(1, { uid: 1000 }),
    at(2, { nestedIn: [], cgroup: POD }),
    at(3, { cgroup: TENANT }),
    at(11, { cgroup: POD }),
    at(9),
    at(10, { uid: 998, cgroup: { ...NONE, unit: 'a.service' } }),
    at(4, { cgroup: TENANT }),
    at(0, { uid: 1000 }),
  ];
  const { findings } = reportOn({ invocations });
  expect(findings.map(({ origin }) => placeOf(origin))).toEqual([9, 10, 11, 3, 4, 2, 0, 1]);
});

test('those that fail come first, then the unknown, then those that pass with warnings, whoever started them', () => {
  const hidden = {
    ...fileOf('hidden', ['kube-apiserver']),
    hidden: { reason: 'They are hidden.', hint: 'Audit its file.' },
  };
  const { findings } = reportOn({
    source: 'files',
    invocations: [
      fileOf('c10', ['kube-apiserver']),
      fileOf('warns', ['kube-apiserver', '--kubelet-https']),
      hidden,
      fileOf('c9', ['kube-apiserver']),
      at(7, { uid: 1000 }),
      at(8, { uid: 1000 }, ['--kubelet-https=false']),
      fileOf('fails', ['kube-apiserver', '--kubelet-https=false']),
    ],
  });
  expect(findings.map(({ status, warnings, origin }) => [status, warnings.length, placeOf(origin)])).toEqual([
    ['fail', 0, 'fails:4'],
    ['fail', 0, 8],
    ['unknown', 0, 'hidden:4'],
    ['pass', 1, 'warns:4'],
    ['pass', 0, 'c9:4'],
    ['pass', 0, 'c10:4'],
    ['pass', 0, 7],
  ]);
});

test('those of one file or list stay as they were read', () => {
  const invocations = [lineOf(9, ['kube-apiserver'], 2), lineOf(10, ['kube-apiserver'], 1)];
  const { findings } = reportOn({ source: 'files', invocations });
  expect(findings.map(({ origin }) => placeOf(origin))).toEqual(['-:9', '-:10']);
});

test('a file of the host comes after its processes, and both before those of others', () => {
  const [file, own, other] = [fileOf('a', ['kube-apiserver']), at(5), at(1, { uid: 1000 })].flatMap(
    (invocation) => reportOn({ invocations: [invocation] }).findings,
  );
  if (!file || !own || !other) throw new Error('each has a finding');
  expect([other, file, own].sort(compareFindings)).toEqual([own, file, other]);
});
