import { type AuditOptions, audit } from '../../src/audit/audit.ts';
import { detect, detectAll } from '../../src/detection/detect.ts';
import type { ApiServer } from '../../src/model/api-server.ts';
import { toArguments } from '../../src/model/argument.ts';
import type { Discovery, Scan } from '../../src/model/discovery.ts';
import type { FileOrigin, Invocation } from '../../src/model/invocation.ts';
import { printableTexts } from '../../src/model/printable.ts';
import { type Finding, outcomeOf, type Report } from '../../src/model/report.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { waiveReport } from '../../src/waivers/waive-report.ts';

/** What means something to one format or another. */
const MARKUP = `<img src=x onerror=alert(1)>&amp;"'|\`*_[a](b)\\#-%25::error::,{{x}}$(y)]]>--><!--`;
/** What a terminal would act upon. */
export const HOSTILE = '\u001b]0;x\u0007\u001b[2J\nPASS  CIS 1.2.4\r\u202e\udcff\u009b31m';
/** What runners of a CI would do, at the start of a text, of its words, and within them. */
const COMMANDS = "::error::x ##[x] a###[x]y##vso[x]x ##teamcity[x 'y'] ::add-mask::a ::stop-commands::x";

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

/** An API server that a file starts; its last argument is written at line 7, column 5. */
export function fileOf(path: string, argv: readonly string[], names: Partial<FileOrigin> = {}): Invocation {
  const span = { line: 7, column: 5, length: argv.at(-1)?.length ?? 1 };
  return {
    origin: {
      kind: 'file',
      path,
      line: 4,
      column: 3,
      format: 'workload',
      object: 'Pod kube-system/kube-apiserver',
      container: 'kube-apiserver',
      ...names,
    },
    arguments: toArguments(argv).map((argument) => ({ ...argument, span })),
    boundaries: 'kept',
    lines: [
      'apiVersion: v1',
      'kind: Pod',
      '',
      '- args:',
      '',
      `  - --token-auth-file=hunter2`,
      `  - ${argv.at(-1)}`,
    ],
  };
}

export function reportOn(
  { hostFiles, ...found }: Partial<Scan> & { readonly hostFiles?: readonly string[] },
  options: Partial<AuditOptions> = {},
  servers?: readonly ApiServer[],
): Report {
  const scan = { source: 'procfs', processes: 143, invocations: [], problems: [], ...found } as const;
  const discovery: Discovery = {
    ...detectAll(scan),
    ...(servers && { servers }),
    ...(hostFiles && { hostFiles: new Map(hostFiles.map((path) => [path, new Set()])) }),
  };
  return audit(discovery, {
    tool: { name: 'kubelet-https-audit', version: '0.1.0' },
    host: 'master-1',
    cluster: null,
    isHostNamed: false,
    startedAt: new Date('2026-01-31T11:59:59.250Z'),
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

/** A server whose arguments come from a file, in a pod, that will start otherwise and says where to fix it. */
export function completed(text = ''): ApiServer {
  const target = detect({
    ...good,
    origin: {
      kind: 'process',
      pid: 1577,
      uid: 0,
      executable: EXECUTABLE,
      cgroup: { unit: null, containerId: 'a'.repeat(64), podUid: '761ba443-a9d6-4fb7-a0a4-3529d7aa586b' },
    },
  });
  const next = detect(fileOf(`/etc/kubernetes/${text}a.yaml`, ['kube-apiserver', '--kubelet-https=false']));
  if (target.kind !== 'api-server' || next.kind !== 'api-server') throw new Error('these are API servers');
  const path = `/etc/rancher/${text}config.yaml`;
  return {
    ...target,
    arguments: [{ text: '--kubelet-https=true', index: 1, path, span: { line: 3, column: 5, length: 20 } }],
    afterRestart: { servers: [next], shadowed: [next], problems: [problem] },
    whereToFix: { edit: `a ${text}file`, generatedFrom: 'a source', afterwards: 'restart it' },
  };
}

/** A waiver of everything, until the end of the year. */
export function waiverOf(change: Partial<Waiver>): Waiver {
  return {
    match: { host: ['*'] },
    reason: 'replaced',
    approvedBy: 'Jane Doe',
    until: '2026-12-31',
    position: { path: 'waivers.yaml', line: 3, column: 5 },
    ...change,
  };
}

/** One report of every kind that a run can come to. */
export const EXAMPLES: Readonly<Record<string, Report>> = {
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
  'a release without the flag': reportOn(
    {
      invocations: [
        processOf(6, ['kube-apiserver', '--kubelet-https=true'], EXECUTABLE),
        { ...good, release: { major: 1, minor: 25 } },
        { ...bad, release: { major: 1, minor: 20 } },
      ],
    },
    { release: { major: 1, minor: 22 } },
  ),
  'a host of a cluster': reportOn(
    { invocations: [bad, good] },
    { host: 'cp-2', cluster: 'prod-eu-1', isHostNamed: true },
  ),
  'a process list': reportOn({
    source: 'ps text',
    invocations: [lineOf(3, ['kube-apiserver', '--kubelet-https=F'], 77), lineOf(9, ['kube-apiserver'])],
  }),
  'what the files of a host add': reportOn({ hostFiles: ['/etc/rancher/config.yaml'] }, {}, [completed()]),
  files: reportOn(
    {
      source: 'files',
      hostName: null,
      processes: 0,
      files: 5,
      invocations: [
        fileOf('deploy/a.yaml', ['kube-apiserver', '--etcd-servers=x']),
        fileOf('deploy/b.yaml', ['kube-apiserver', '--kubelet-https=false']),
        fileOf('/etc/kube-apiserver.service', ['kube-apiserver', '--kubelet-https=1', '--kubelet-https=no'], {
          format: 'systemd',
          object: null,
          container: null,
        }),
        {
          ...fileOf('c d/é.yaml', ['kube-apiserver']),
          arguments: [
            { text: 'kube-apiserver', index: 0 },
            { text: '$(X)', index: 1, isUnknown: true },
          ],
        },
      ],
      problems: [
        { path: 'e.yaml', line: 3, column: 1, message: 'Flow map must end', hint: 'Fix the syntax error.' },
      ],
    },
    { host: null },
  ),
  'very many arguments': reportOn({
    invocations: [
      processOf(6, ['kube-apiserver', ...Array.from({ length: 1000 }, () => '--kubelet-https=1')]),
    ],
  }),
  'a waived failure': waiveReport(reportOn({ invocations: [bad, good] }), [
    waiverOf({ reason: 'The cluster is replaced in December, and nobody may change it until then.' }),
    waiverOf({
      match: { host: ['master-1'], path: ['/x'] },
      position: { path: 'waivers.yaml', line: 9, column: 5 },
    }),
  ]),
  'a waived failure alone': waiveReport(reportOn({ invocations: [bad] }), [waiverOf({})]),
  'a waiver that ended': waiveReport(reportOn({ invocations: [bad] }), [waiverOf({ until: '2026-01-30' })]),
  // When it is merged on the next day, it has ended.
  'a waiver that ends that day': waiveReport(reportOn({ invocations: [bad] }), [
    waiverOf({ until: '2026-01-31' }),
  ]),
  'a waived failure beside others': waiveReport(
    reportOn({
      invocations: [bad, hidden, fileOf('a.yaml', ['kube-apiserver', '--kubelet-https=0'])],
      problems: [problem],
    }),
    [waiverOf({ match: { path: ['a.yaml'] } })],
  ),
  'hostile waivers': waiveReport(reportOn({ invocations: [bad] }), [
    waiverOf(printableTexts({ reason: MARKUP, approvedBy: HOSTILE })),
    waiverOf({
      match: { path: ['x'] },
      position: printableTexts({ path: `${COMMANDS}${MARKUP}`, line: 1, column: 1 }),
    }),
  ]),
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
    { host: HOSTILE, cluster: HOSTILE, isHostNamed: true },
  ),
  'hostile text in files': reportOn(
    {
      source: 'files',
      hostName: null,
      processes: 0,
      files: 3,
      invocations: [
        fileOf(`${MARKUP}/x`, ['kube-apiserver', `--kubelet-https=${MARKUP}`], {
          object: `Pod ${MARKUP}`,
          container: MARKUP,
        }),
        fileOf(HOSTILE, ['kube-apiserver', `--kubelet-https=${HOSTILE}`], {
          object: HOSTILE,
          container: HOSTILE,
        }),
      ],
      problems: [{ path: MARKUP, message: MARKUP, hint: MARKUP }],
    },
    { host: null },
  ),
  'hostile text of a host': reportOn(
    { hostFiles: [MARKUP] },
    { host: MARKUP, cluster: MARKUP, isHostNamed: true },
    [completed(MARKUP)],
  ),
  'hostile commands of a CI': reportOn(
    {
      hostFiles: [COMMANDS],
      invocations: [
        processOf(8, [`${COMMANDS}/kube-apiserver`, `--kubelet-https=${COMMANDS}`], COMMANDS),
        processOf(9, ['kube-apiserver', `--openshift-config=${COMMANDS}`], null),
        processOf(10, [`${COMMANDS}apiserver`], COMMANDS),
        { ...lineOf(1, ['kube-apiserver']), origin: { kind: 'ps', path: COMMANDS, line: 1, pid: null } },
      ],
      problems: [{ path: COMMANDS, message: COMMANDS, hint: COMMANDS }],
    },
    { host: COMMANDS, cluster: COMMANDS, isHostNamed: true },
  ),
  'hostile commands of a CI in files': reportOn(
    {
      source: 'files',
      hostName: null,
      processes: 0,
      files: 2,
      invocations: [
        fileOf(`${COMMANDS}/x`, ['kube-apiserver', `--kubelet-https=${COMMANDS}`], {
          object: COMMANDS,
          container: '::error::x',
        }),
        fileOf('::error::x', ['kube-apiserver', '--kubelet-https=1']),
      ],
      problems: [{ path: '##[group]x', message: COMMANDS, hint: COMMANDS }],
    },
    { host: null },
  ),
};

/** 200 manifests, of which five fail and one warns. */
export const MANY = reportOn({
  source: 'files',
  processes: 0,
  files: 200,
  invocations: Array.from({ length: 200 }, (_, index) => {
    const flags = index % 40 === 7 ? ['--kubelet-https=false'] : index === 100 ? ['--kubelet-https'] : [];
    return fileOf(`many/node-${index}.yaml`, ['kube-apiserver', ...flags]);
  }),
});

/** The findings and problems of a report, each with its index among the entries of a format that lists both. */
export function entriesIn({ findings, problems }: Report) {
  const isGood = (finding: Finding) => ['pass', 'waived'].includes(outcomeOf(finding));
  const [bad, good] = [findings.filter((one) => !isGood(one)), findings.filter(isGood)];
  return {
    findings: [
      ...bad.map((finding, index) => ({ index, finding })),
      ...good.map((finding, index) => ({ index: bad.length + problems.length + index, finding })),
    ],
    problems: problems.map((problem, index) => ({ index: bad.length + index, problem })),
  };
}
