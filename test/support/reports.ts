import { type AuditOptions, audit } from '../../src/audit/audit.ts';
import { kubeletHttps } from '../../src/controls/kubelet-https.ts';
import { detect } from '../../src/detection/detect.ts';
import { toArguments } from '../../src/model/argument.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import type { Report } from '../../src/model/report.ts';
import type { SourceResult } from '../../src/model/source-result.ts';

const HOSTILE = '\u001b]0;x\u0007\u001b[2J\nPASS  CIS 1.2.4\r\u202e\udcff\u009b31m';

export function processOf(
  pid: number,
  argv: readonly string[],
  executable: string | null = null,
): Invocation {
  return {
    origin: { kind: 'process', pid, uid: 0, executable },
    arguments: toArguments(argv),
    boundaries: 'kept',
  };
}

export function lineOf(line: number, argv: readonly string[], pid: number | null = null): Invocation {
  return { origin: { kind: 'ps', path: '-', line, pid }, arguments: toArguments(argv), boundaries: 'lost' };
}

export function reportOn(found: Partial<SourceResult>, options: Partial<AuditOptions> = {}): Report {
  const whole = { source: 'procfs', processes: 143, invocations: [], problems: [], ...found } as const;
  return audit(whole, whole.invocations.map(detect), kubeletHttps, {
    tool: { name: 'kubelet-https-audit', version: '0.1.0' },
    host: 'master-1',
    auditedAt: new Date('2026-01-31T12:00:00Z'),
    release: undefined,
    isStrict: false,
    ...options,
  });
}

const EXECUTABLE = '/usr/local/bin/kube-apiserver';
const good = processOf(7, ['kube-apiserver', '--etcd-servers=x'], EXECUTABLE);
const bad = processOf(4242, ['kube-apiserver', '--etcd-servers=x', '--kubelet-https=false'], EXECUTABLE);
const hidden = processOf(812, ['/usr/local/bin/k3s server'], '/var/lib/rancher/k3s/data/x/bin/k3s');
const lookAlike = processOf(99, ['/usr/bin/tail', '-f', 'kube-apiserver.log'], '/usr/bin/tail');
const problem = { path: '/proc', message: 'it hides the processes of other users', hint: 'Run as root.' };

/** One report of every kind that a run can come to. */
export const REPORTS: Readonly<Record<string, Report>> = {
  pass: reportOn({ invocations: [good] }),
  fail: reportOn({ invocations: [bad, lookAlike] }),
  unknown: reportOn({ invocations: [hidden] }),
  'not applicable': reportOn({ invocations: [lookAlike] }),
  'a problem': reportOn({ problems: [problem] }),
  'a blind spot': reportOn({ invocations: [good], blindSpot: problem }),
  'several servers': reportOn({ invocations: [good, bad, hidden], problems: [problem] }),
  'malformed and repeated': reportOn({
    invocations: [processOf(1, ['kube-apiserver', '--kubelet-https=1', '--kubelet-https=off'], EXECUTABLE)],
  }),
  'failed by warnings': reportOn(
    { invocations: [processOf(5, ['kube-apiserver', '--kubelet-https'], '/usr/bin/node')] },
    { isStrict: true, release: { major: 1, minor: 20 } },
  ),
  'a process list': reportOn({
    source: 'ps text',
    invocations: [lineOf(3, ['kube-apiserver', '--kubelet-https=F'], 77), lineOf(9, ['kube-apiserver'])],
  }),
  'very many arguments': reportOn({
    invocations: [
      processOf(6, ['kube-apiserver', ...Array.from({ length: 1000 }, () => '--kubelet-https=1')]),
    ],
  }),
  'hostile text': reportOn(
    {
      invocations: [
        processOf(8, [`/x${HOSTILE}/kube-apiserver`, `--kubelet-https=${HOSTILE}`], `/${HOSTILE}`),
        processOf(9, ['kube-apiserver', `--openshift-config=${HOSTILE}`], null),
        processOf(10, [`${HOSTILE}apiserver`], `/${HOSTILE}`),
        { ...lineOf(1, ['kube-apiserver']), origin: { kind: 'ps', path: HOSTILE, line: 1, pid: null } },
      ],
      problems: [{ path: HOSTILE, message: HOSTILE, hint: HOSTILE }],
    },
    { host: HOSTILE },
  ),
};
