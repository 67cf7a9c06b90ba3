import { describe, expect, test } from 'vitest';
import type { ProcessOrigin } from '../../src/model/invocation.ts';
import { OWNERS, ownerOf } from '../../src/model/process-owner.ts';
import { type FormatName, REPORTS } from '../../src/reporters/index.ts';
import { belongingOf, serverLabel } from '../../src/reporters/words/origin.ts';
import { auditRoot } from '../support/audit-tree.ts';
import { fileOf } from '../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: true };
const ID = 'a2f389fdfcfafb365c1d25885aa16c17a5c5ffd7391e7819469a26e5c937ff33';
const NODE = 'b'.repeat(64);
const UUID = '761ba443-a9d6-4fb7-a0a4-3529d7aa586b';
const STATIC = 'd638bb69897936db0ff75be87e44622c';
const NONE = { unit: null, containerId: null, podUid: null };

/** What tells each server of that host from the others, the first being its own. */
const WORDS = [
  '5b3975651c3c',
  'kube-apiserver.service',
  'e9da86d351cf',
  /85fa0fc32c1e[\s\S]*0b27c158feb3|0b27c158feb3[\s\S]*85fa0fc32c1e/,
  /1000|session-3\.scope/,
];

describe.each(Object.keys(REPORTS) as FormatName[])('the %s report', (name) => {
  test('says of each of several servers what it belongs to, those of the host first', async () => {
    const render = await REPORTS[name].load();
    const text = render(await auditRoot('test/fixtures/hosts/kubeadm/crowded'), OPTIONS);
    for (const words of WORDS) expect(text).toMatch(words);
    // kube-bench has the worst last.
    if (name === 'kube-bench') return;
    // SARIF has only those that fail.
    const positions = [WORDS[0], WORDS[3]].map((words) => text.search(words ?? ''));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });
});

function of(own: Partial<ProcessOrigin>): ProcessOrigin {
  return { kind: 'process', pid: 7, uid: 0, executable: null, ...own };
}

const CASES: readonly {
  readonly origin: Partial<ProcessOrigin>;
  readonly words: string | undefined;
  readonly owner: (typeof OWNERS)[number];
}[] = [
  { origin: {}, words: undefined, owner: 'host' },
  { origin: { uid: null }, words: undefined, owner: 'host' },
  { origin: { uid: 1000 }, words: 'uid 1000', owner: 'user' },
  { origin: { uid: 0, realUid: 1000 }, words: 'uid 1000', owner: 'user' },
  {
    origin: { cgroup: { ...NONE, unit: 'kube-apiserver.service' } },
    words: 'kube-apiserver.service',
    owner: 'host',
  },
  {
    origin: { uid: 998, cgroup: { ...NONE, unit: 'k0scontroller.service' } },
    words: 'k0scontroller.service, uid 998',
    owner: 'host',
  },
  {
    origin: { cgroup: { ...NONE, unit: 'session-1.scope' } },
    words: 'session-1.scope',
    owner: 'host',
  },
  {
    origin: { uid: 1000, cgroup: { ...NONE, unit: 'session-1.scope' } },
    words: 'session-1.scope, uid 1000',
    owner: 'user',
  },
  {
    origin: { cgroup: { ...NONE, containerId: ID, podUid: STATIC } },
    words: 'container a2f389fdfcfa',
    owner: 'host',
  },
  {
    origin: { uid: 65534, cgroup: { ...NONE, containerId: ID, podUid: UUID } },
    words: 'container a2f389fdfcfa',
    owner: 'container',
  },
  { origin: { cgroup: { ...NONE, podUid: UUID } }, words: `pod ${UUID}`, owner: 'container' },
  {
    origin: { uid: 1000, cgroup: { ...NONE, containerId: ID } },
    words: 'container a2f389fdfcfa',
    owner: 'container',
  },
  {
    origin: { cgroup: { ...NONE, containerId: ID, podUid: STATIC }, nestedIn: [NODE] },
    words: 'container a2f389fdfcfa in container bbbbbbbbbbbb',
    owner: 'nested container',
  },
  {
    origin: { cgroup: { ...NONE, containerId: ID, podUid: STATIC }, nestedIn: [] },
    words: 'container a2f389fdfcfa in another container',
    owner: 'nested container',
  },
  { origin: { uid: 1000, nestedIn: [] }, words: 'in another container', owner: 'nested container' },
  {
    origin: { cgroup: { ...NONE, containerId: ID }, nestedIn: [NODE, 'c'.repeat(64)] },
    words: 'container a2f389fdfcfa in container cccccccccccc in container bbbbbbbbbbbb',
    owner: 'nested container',
  },
];

describe('a process', () => {
  test.each(CASES)('of $owner belongs to: $words', ({ origin, words, owner }) => {
    expect(belongingOf(of(origin))).toBe(words);
    expect(ownerOf(of(origin))).toBe(owner);
    const label = serverLabel({ origin: of(origin), program: 'kube-apiserver' });
    expect(label).toBe(`kube-apiserver pid 7${words === undefined ? '' : ` (${words})`}`);
  });

  test('can have every owner', () =>
    expect(new Set(CASES.map(({ owner }) => owner))).toEqual(new Set(OWNERS)));
});

test('a file belongs to nothing', () => {
  expect(belongingOf(fileOf('a.yaml', ['kube-apiserver']).origin)).toBeUndefined();
});
