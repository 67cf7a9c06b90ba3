import { expect, test } from 'vitest';
import { compareFindings } from '../../src/audit/order.ts';
import type { Origin, ProcessOrigin } from '../../src/model/invocation.ts';
import { fileOf, lineOf, processOf, reportOn } from '../support/reports.ts';

const NONE = { unit: null, containerId: null, podUid: null };
const POD = { ...NONE, podUid: 'd638bb69897936db0ff75be87e44622c' };
const TENANT = { ...NONE, podUid: '761ba443-a9d6-4fb7-a0a4-3529d7aa586b' };

function at(pid: number, own: Partial<ProcessOrigin> = {}) {
  const invocation = processOf(pid, ['kube-apiserver']);
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

test('those of files and lists stay as they were read', () => {
  const invocations = [
    fileOf('b', ['kube-apiserver']),
    fileOf('a', ['kube-apiserver']),
    lineOf(9, ['kube-apiserver'], 2),
    lineOf(10, ['kube-apiserver'], 1),
  ];
  const { findings } = reportOn({ source: 'files', invocations });
  expect(findings.map(({ origin }) => placeOf(origin))).toEqual(['b:4', 'a:4', '-:9', '-:10']);
});

test('a file of the host comes after its processes, and both before those of others', () => {
  const [file, own, other] = [fileOf('a', ['kube-apiserver']), at(5), at(1, { uid: 1000 })].flatMap(
    (invocation) => reportOn({ invocations: [invocation] }).findings,
  );
  if (!file || !own || !other) throw new Error('each has a finding');
  expect([other, file, own].sort(compareFindings)).toEqual([own, file, other]);
});
