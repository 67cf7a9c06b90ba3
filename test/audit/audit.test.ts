import { describe, expect, test } from 'vitest';
import { detect } from '../../src/detection/detect.ts';
import { lineOf, processOf, reportOn } from '../support/reports.ts';

const EXECUTABLE = '/usr/bin/kube-apiserver';
const good = processOf(7, ['kube-apiserver'], EXECUTABLE);
const bad = processOf(8, ['kube-apiserver', '--kubelet-https=0'], EXECUTABLE);
const hidden = processOf(9, ['k3s', 'server'], '/k3s');
const doubtful = processOf(10, ['kube-apiserver'], '/usr/bin/python3');
const lookAlike = processOf(11, ['grep', 'kube-apiserver'], '/usr/bin/grep');
const problem = { path: '/proc', message: 'hides', hint: 'root' };

describe('the status of a run', () => {
  test.each([
    { invocations: [good], problems: [], status: 'pass' },
    { invocations: [good, bad], problems: [], status: 'fail' },
    { invocations: [bad, good], problems: [], status: 'fail' },
    { invocations: [bad, hidden], problems: [problem], status: 'fail' },
    { invocations: [good, hidden], problems: [], status: 'unknown' },
    { invocations: [good], problems: [problem], status: 'unknown' },
    { invocations: [], problems: [problem], status: 'unknown' },
    { invocations: [], problems: [], status: 'notapplicable' },
    { invocations: [lookAlike], problems: [], status: 'notapplicable' },
    { invocations: [doubtful], problems: [], status: 'pass' },
  ])('is the worst: $status', ({ invocations, problems, status }) =>
    expect(reportOn({ invocations, problems }).status).toBe(status),
  );

  test('is unknown where nothing was found by a source that does not see all', () => {
    expect(reportOn({ blindSpot: problem })).toMatchObject({ status: 'unknown', problems: [problem] });
    expect(reportOn({ blindSpot: problem, invocations: [good] })).toMatchObject({
      status: 'pass',
      problems: [],
      examined: { blindSpot: problem },
    });
  });
});

describe('--strict', () => {
  test.each([
    { invocation: good, status: 'pass', why: 'leaves alone what has no warning' },
    { invocation: doubtful, status: 'fail', why: 'fails a warning' },
    {
      invocation: processOf(1, ['k3s', 'server'], '/x'),
      status: 'unknown',
      why: 'leaves unknown what is, warned or not',
    },
    { invocation: bad, status: 'fail', why: 'has nothing to add to a failure' },
  ])('$why', ({ invocation, status }) => {
    const [finding] = reportOn({ invocations: [invocation] }, { isStrict: true }).findings;
    expect(finding?.status).toBe(status);
    expect(finding?.failsByWarnings).toBe(invocation === doubtful);
  });
});

describe('arguments that may go on', () => {
  const mayGoOn = { reason: 'cut off at column 80', hint: 'look again' };

  test.each([
    { args: [], status: 'unknown', why: 'no flag is seen' },
    { args: ['--kubelet-https=true'], status: 'unknown', why: 'another one may follow' },
    { args: ['--kubelet-https=false', '--v=2'], status: 'fail', why: 'false is seen' },
  ])('are $status where $why', ({ args, status }) => {
    const invocation = { ...processOf(7, ['kube-apiserver', ...args], EXECUTABLE), mayGoOn };
    const [finding] = reportOn({ invocations: [invocation] }).findings;
    expect(finding?.status).toBe(status);
    expect(finding?.hint).toBe(status === 'unknown' ? mayGoOn.hint : undefined);
  });
});

describe('lost boundaries', () => {
  test.each([
    { argv: ['--etcd-prefix', '--kubelet-https=false'], why: 'the value of another flag' },
    { argv: ['--audit-log-path=/a', '--', 'b', '--kubelet-https=false'], why: 'after the end of flags' },
    { argv: ['--kubelet-https=false', '--a=b', '--kubelet-https=true'], why: 'before another use' },
    { argv: ['--etcd-prefix', '--kubelet-https=no'], why: 'the malformed value of another flag' },
  ])('make unknown what may fail: $why', ({ argv }) => {
    const [finding] = reportOn({ invocations: [lineOf(1, ['kube-apiserver', ...argv])] }).findings;
    expect(finding?.status).toBe('unknown');
    expect(finding?.reason).toContain('the list does not show where arguments end');
    const [kept] = reportOn({ invocations: [processOf(1, ['kube-apiserver', ...argv])] }).findings;
    expect(kept?.status).toBe('pass');
  });

  test('are no matter where no word would fail', () => {
    const argv = ['kube-apiserver', '--etcd-prefix', '--kubelet-https', '--kubelet-https=1'];
    expect(reportOn({ invocations: [lineOf(1, argv)] }).findings[0]?.status).toBe('pass');
  });

  test.each([
    { argv: ['kube-apiserver', '--v=2'], codes: [], why: 'are no matter where the flag does not occur' },
    {
      argv: ['kube-apiserver', '--kubelet-https=0'],
      codes: ['boundaries-lost'],
      why: 'are told with the flag',
    },
    {
      argv: ['kube-apiserver', '--etcd-prefix', '--kubelet-https=0'],
      codes: ['boundaries-lost'],
      why: 'are told where the flag seems to be a value',
    },
    {
      argv: ['kube-apiserver', '--etcd-prefix=a', 'b--kubelet_https=0'],
      codes: ['boundaries-lost'],
      why: 'are told wherever the text occurs',
    },
  ])('$why', ({ argv, codes }) =>
    expect(
      reportOn({ invocations: [lineOf(1, argv)] }).findings[0]?.warnings.map(({ code }) => code),
    ).toEqual(codes),
  );
});

test('no argument but the flag is ever reported', () => {
  const secret = 'hunter2';
  const argv = [
    'kube-apiserver',
    `--token=${secret}`,
    secret,
    '--kubelet-https=1',
    `--etcd-prefix=${secret}`,
    secret,
  ];
  const report = reportOn({
    invocations: [processOf(1, argv), lineOf(2, argv), processOf(3, ['tail', 'apiserver', secret])],
  });
  expect(report.findings).toHaveLength(2);
  expect(JSON.stringify(report)).not.toContain(secret);
});

test.each([
  { value: 'true', status: 'unknown', codes: [] },
  { value: 'false', status: 'fail', codes: ['drift'] },
])('a file that was changed since the start and says $value leaves $status', ({ value, status, codes }) => {
  const target = detect(processOf(7, ['kube-apiserver', `--kubelet-https=${value}`], EXECUTABLE));
  if (target.kind !== 'api-server') throw new Error('this is an API server');
  const [finding] = reportOn({}, {}, [{ ...target, changedFile: '/x' }]).findings;
  expect(finding).toMatchObject({ status });
  expect(finding?.warnings.map(({ code }) => code)).toEqual(codes);
});

test('a directory that was changed since the start leaves a pass, with a warning', () => {
  const target = detect(good);
  if (target.kind !== 'api-server') throw new Error('this is an API server');
  const [finding] = reportOn({}, {}, [{ ...target, changedDirectory: '/x' }]).findings;
  expect(finding).toMatchObject({ status: 'pass', warnings: [{ code: 'drift' }] });
});

describe('a server that runs with arguments that its release refuses', () => {
  const REMOVED =
    'It runs, so it is of an earlier release than Kubernetes 1.22, which has no such flag: ' +
    'it will not start again after an upgrade.';
  const STRAY = expect.stringContaining('1.19 and later refuse to start with it.');

  test.each([
    {
      args: ['--kubelet-https=true'],
      minor: 22,
      status: 'pass',
      says: 'keeps kubelet connections on HTTPS',
      warnings: [REMOVED],
    },
    {
      args: ['--kubelet-https=false'],
      minor: 25,
      status: 'fail',
      says: 'allows plain HTTP to the kubelets',
      warnings: [REMOVED],
    },
    {
      args: ['--kubelet-https', 'false'],
      minor: 20,
      status: 'pass',
      says: 'keeps kubelet connections on HTTPS',
      warnings: [expect.stringContaining('before an upgrade'), STRAY],
    },
  ])('is not of that release: $args in 1.$minor', ({ args, minor, status, says, warnings }) => {
    const release = { major: 1, minor };
    const [finding] = reportOn(
      { invocations: [processOf(7, ['kube-apiserver', ...args], EXECUTABLE)] },
      { release },
    ).findings;
    expect(finding).toMatchObject({ status, reason: expect.stringContaining(says) });
    expect(finding?.warnings.map(({ message }) => message)).toEqual(warnings);
    expect(finding).not.toHaveProperty('release');
  });

  test('is of none that takes it where every release refuses it', () => {
    const [finding] = reportOn(
      { invocations: [processOf(7, ['kube-apiserver', '--kubelet-https=no'], EXECUTABLE)] },
      { release: { major: 1, minor: 20 } },
    ).findings;
    expect(finding).toMatchObject({ status: 'fail', reason: expect.stringContaining('refuses to start') });
  });
});

const UNREADABLE = { path: '/etc/x', message: 'cannot be read: permission denied', hint: 'Run as root.' };

test.each([
  { problems: [{ ...UNREADABLE, isForbidden: true }], codes: ['cannot-read'], strict: 'unknown' },
  { problems: [UNREADABLE], codes: ['drift'], strict: 'fail' },
  {
    problems: [UNREADABLE, { ...UNREADABLE, isForbidden: true }],
    codes: ['drift', 'cannot-read'],
    strict: 'fail',
  },
] as const)(
  'what cannot be read leaves a pass, with $codes; with --strict it is $strict',
  ({ problems, codes, strict }) => {
    const target = detect(good);
    if (target.kind !== 'api-server') throw new Error('this is an API server');
    const server = { ...target, afterRestart: { servers: [], shadowed: [], problems } };
    const [finding] = reportOn({}, {}, [server]).findings;
    expect(finding?.status).toBe('pass');
    expect(finding?.warnings.map(({ code }) => code)).toEqual(codes);
    const [strictly] = reportOn({}, { isStrict: true }, [server]).findings;
    expect(strictly?.status).toBe(strict);
    expect(strictly?.reason).toMatch(
      strict === 'unknown' ? /does not pass$/ : /--strict treats warnings as failures$/,
    );
  },
);
