import { expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { detectAll } from '../../src/detection/detect.ts';
import type { Discovery } from '../../src/model/discovery.ts';
import { printable } from '../../src/model/printable.ts';
import { completed, fileOf, HOSTILE, lineOf, processOf } from '../support/reports.ts';

/** Texts of these fields are words of this tool, and decide what happens to the others. */
const OWN = ['kind', 'source', 'boundaries', 'code'];

/** A value with a hostile end on every text in it. */
function hostile<T>(value: T): T {
  return changed(value, '') as T;
}

function changed(value: unknown, key: string): unknown {
  if (typeof value === 'string') return OWN.includes(key) ? value : `${value}${HOSTILE}`;
  if (value instanceof Map) return new Map([...value].map(([path, part]) => [`${path}${HOSTILE}`, part]));
  if (Array.isArray(value)) return value.map((part) => changed(part, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, changed(part, name)]));
}

/** Every text of a value by the path to it. */
function textsOf(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => textsOf(part, `${path}/${key}`));
}

const problem = { path: '/etc', message: 'unreadable', hint: 'Run as root.' };
const hidden = { reason: 'cut off', hint: 'Look again.' };

test('every text of a report is printable, wherever it comes from', () => {
  const scan = {
    source: 'procfs',
    processes: 9,
    files: 2,
    invocations: [
      processOf(8, ['/a/kube-apiserver', '--kubelet-https=maybe'], '/a'),
      processOf(9, ['grep', 'kube-apiserver'], '/a/grep'),
      lineOf(1, ['kube-apiserver', '--kubelet-https=']),
      { ...processOf(7, ['kube-apiserver'], '/a/kube-apiserver'), mayGoOn: hidden },
      fileOf('a.yaml', ['kube-apiserver', '--kubelet-https=false']),
    ],
    problems: [problem],
    blindSpot: problem,
  } as const;
  const discovery: Discovery = { ...detectAll(scan), hostFiles: new Map([['etc/a', new Set<string>()]]) };
  const file = { ...completed(), changedFile: '/a.yaml', changedDirectory: '/etc' };
  const servers = [...discovery.servers, file, { ...file, hidden }].map(hostile);
  const { tool, control, ...report } = audit(
    { ...hostile(discovery), servers },
    {
      tool: { name: 'kubelet-https-audit', version: '0.1.0' },
      host: HOSTILE,
      cluster: HOSTILE,
      isHostNamed: true,
      startedAt: new Date(0),
      auditedAt: new Date(0),
      release: undefined,
      isStrict: false,
    },
  );
  const texts = textsOf(report);
  expect(texts.filter(([, text]) => text !== printable(text))).toEqual([]);
  const reached = texts
    .filter(([, text]) => text.includes('\\x1b'))
    .map(([path]) => path.replace(/\/\d+/g, ''));
  expect([...new Set(reached)].sort()).toMatchInlineSnapshot(`
    [
      "/cluster",
      "/examined/blindSpot/hint",
      "/examined/blindSpot/message",
      "/examined/blindSpot/path",
      "/examined/hostFiles",
      "/examined/setAside/origin/executable",
      "/examined/setAside/program",
      "/examined/setAside/reason",
      "/findings/evidence/actual",
      "/findings/evidence/arguments/path",
      "/findings/evidence/arguments/text",
      "/findings/hint",
      "/findings/origin/cgroup/containerId",
      "/findings/origin/cgroup/podUid",
      "/findings/origin/container",
      "/findings/origin/executable",
      "/findings/origin/format",
      "/findings/origin/object",
      "/findings/origin/path",
      "/findings/program",
      "/findings/reason",
      "/findings/remediation",
      "/findings/startedBy",
      "/findings/warnings/message",
      "/findings/warnings/position/path",
      "/host",
      "/problems/hint",
      "/problems/message",
      "/problems/path",
    ]
  `);
});
