import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FLEET_REPORTS } from '../../src/reporters/fleet/index.ts';
import { jsonReport } from '../support/fleets.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { parseFleet } from '../support/report-schema.ts';
import { runInProcess } from '../support/run-in-process.ts';

const line = (change: Parameters<typeof jsonReport>[0] = {}) =>
  `${JSON.stringify(jsonReport({ auditedAt: new Date().toISOString(), ...change }))}\n`;

/** A directory with files by their names; a name may have directories in it. */
function filesOf(files: Readonly<Record<string, string | Buffer>>): string {
  const directory = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

async function mergeJson(args: readonly string[], options: Parameters<typeof runInProcess>[1] = {}) {
  const { status, stdout, stderr } = await runInProcess(['merge', '-f', 'json', ...args], options);
  expect(stderr).toBe('');
  const fleet = parseFleet(stdout);
  expect(fleet.exitStatus).toBe(status);
  return { status, fleet };
}

const problemsOf = (fleet: { problems: { code: string; path: string; line: number | null }[] }) =>
  fleet.problems.map(({ code, path, line: at }) => `${code} ${path.replace(/.*\//, '')} ${at}`);

describe('merge reads', () => {
  test('files, directories however deep, lines and pretty-printed reports, and standard input', async () => {
    const directory = filesOf({
      'b/cp-10': line({ host: 'cp-10' }),
      'b/c/cp-2.json': JSON.stringify(
        jsonReport({ host: 'cp-2', auditedAt: new Date().toISOString() }),
        null,
        2,
      ),
      'all.jsonl': line({ host: 'x' }) + line({ host: 'y' }),
    });
    const { status, fleet } = await mergeJson([join(directory, 'b'), join(directory, 'all.jsonl'), '-'], {
      stdin: line() + line({ cluster: 'dev' }),
    });
    expect(status).toBe(0);
    expect(
      fleet.reports.map(({ cluster, host }: { cluster: string; host: string }) => `${cluster}/${host}`),
    ).toEqual(['dev/cp-1', 'prod/cp-1', 'prod/cp-2', 'prod/cp-10', 'prod/x', 'prod/y']);
    expect(
      fleet.reports.map((entry: { source: string; line: number }) => [entry.source, entry.line]),
    ).toEqual([
      ['-', 2],
      ['-', 1],
      [join(directory, 'b/c/cp-2.json'), 1],
      [join(directory, 'b/cp-10'), 1],
      [join(directory, 'all.jsonl'), 1],
      [join(directory, 'all.jsonl'), 2],
    ]);
  });

  test('a merge again, and adds to it', async () => {
    const first = await runInProcess(['merge', '-f', 'json', '-'], { stdin: line() });
    const directory = filesOf({
      'one.json': first.stdout,
      'two.json': line({ host: 'cp-2', example: 'fail' }),
    });
    const { status, fleet } = await mergeJson([directory]);
    expect(status).toBe(1);
    expect(fleet.reports.map(({ source }: { source: string }) => source)).toEqual([
      '-',
      join(directory, 'two.json'),
    ]);
  });

  test.each([
    { file: '', problem: 'empty x null', why: 'an empty file' },
    { file: '\n \n', problem: 'empty x null', why: 'blanks' },
    { file: 'hello', problem: 'not-json x 1', why: 'text' },
    { file: '{"a":}', problem: 'not-json x 1', why: 'what is not JSON' },
    { file: '{"a":1}', problem: 'not-a-report x 1', why: 'other JSON' },
    { file: `\n\n${line({ schemaVersion: 9 })}`, problem: 'schema-version x 3', why: 'a newer version' },
    { file: line().slice(0, 700), problem: 'cut-off x 1', why: 'a report that is cut off' },
    { file: Buffer.from(line({ x: 'é' }), 'latin1'), problem: 'not-utf8 x 1', why: 'Latin-1' },
    {
      file: Buffer.from(`\ufeff${line()}`, 'utf16le'),
      problem: 'not-utf8 x 1',
      why: 'UTF-16, as PowerShell writes it',
    },
    {
      file: line().replace('"status":"pass"', '"status":"fail","status":"pass"'),
      problem: 'duplicate-key x 1',
      why: 'a key twice',
    },
    {
      file: line().replace('"program":', '"__proto__":{"a":1},"__proto__":{},"program":'),
      problem: 'duplicate-key x 1',
      why: '__proto__ twice',
    },
    { file: `${'['.repeat(100_000)}`, problem: 'not-json x 1', why: 'brackets' },
    {
      file: line({ x: 'DEEP' }).replace('"DEEP"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      problem: 'too-deep x 1',
      why: '100,000 levels',
    },
    { file: line({ host: 17 }), problem: 'host x 1', why: 'a number as host' },
    { file: line({ host: null }), problem: 'host x 1', why: 'no host' },
    { file: line({ auditedAt: null }), problem: 'not-a-report x 1', why: 'no time' },
    { file: line({ findings: {} }), problem: 'not-a-report x 1', why: 'findings that are no list' },
    {
      file: line({ findings: [{ status: 'pass' }] }),
      problem: 'not-a-report x 1',
      why: 'a finding that is none',
    },
    {
      file: '{"schemaVersion":1,"kind":"fleet","reports":[1]}',
      problem: 'not-json x 1',
      why: 'a fleet of numbers',
    },
    {
      file: '{"schemaVersion":1,"kind":"fleet","tool":{"name":"kubelet-https-audit","version":"1"},"reports":[]}',
      problem: 'not-a-report x 1',
      why: 'half a fleet',
    },
  ])('$why as a problem, beside a report that counts', async ({ file, problem }) => {
    const directory = filesOf({ x: file, 'good.json': line() });
    const { status, fleet } = await mergeJson([directory]);
    expect(problemsOf(fleet)).toEqual([problem]);
    expect(fleet.hosts.received).toBe(1);
    expect(status).toBe(2);
    const { stdout } = await runInProcess(['merge', directory]);
    expect(stdout).toContain(`${join(directory, 'x')}`);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });

  test('links to files, and not what is hidden; other links are problems', async () => {
    const directory = filesOf({
      'in/a': line(),
      'in/node_modules/b': line({ host: 'b' }),
      'in/.git/c': line({ host: 'c' }),
      'in/.d': line({ host: 'd' }),
      'out/e': line({ host: 'e' }),
    });
    symlinkSync('../out/e', join(directory, 'in/e'));
    symlinkSync('../out', join(directory, 'in/out'));
    symlinkSync('nowhere', join(directory, 'in/f'));
    symlinkSync('nowhere', join(directory, 'in/.g'));
    const { status, fleet } = await mergeJson([join(directory, 'in')]);
    expect(status).toBe(2);
    expect(fleet.reports.map(({ host }: { host: string }) => host)).toEqual(['b', 'cp-1', 'e']);
    expect(problemsOf(fleet)).toEqual(['unreadable f null', 'unreadable out null']);
  });

  test('__proto__ as a field like any other', async () => {
    const file = line().replace('"program":', '"__proto__":{"status":"fail"},"program":');
    const { status, fleet } = await mergeJson(['-'], { stdin: file });
    expect(status).toBe(0);
    expect(JSON.stringify(fleet)).toContain('"__proto__":{"status":"fail"}');
  });

  test('a finding of ndjson with advice', async () => {
    const root = filesOf({ 'proc/1/cmdline': 'kube-apiserver\0--kubelet-https=false\0' });
    const { stdout } = await runInProcess(['--root', root, '-f', 'ndjson', '--host', 'a']);
    const { fleet } = await mergeJson(['-'], { stdin: stdout });
    expect(fleet.problems).toMatchObject([
      { code: 'not-a-report', hint: 'Write reports with --format json or jsonl.' },
    ]);
  });

  test.each(['json', 'jsonl'])(
    'what the audit writes as %s, with the cluster and host that it was given',
    async (format) => {
      const root = filesOf({ 'proc/1/cmdline': 'kube-apiserver\0--kubelet-https=false\0' });
      const { stdout } = await runInProcess([
        '--root',
        root,
        '-f',
        format,
        '--host',
        'a',
        '--cluster',
        'arn:x/y',
      ]);
      const { status, fleet } = await mergeJson(['-'], { stdin: stdout });
      expect(status).toBe(1);
      expect(fleet.reports).toMatchObject([{ cluster: 'arn:x/y', host: 'a', status: 'fail' }]);
    },
  );
});

describe('merge says what is wrong, with exit 2', () => {
  test.each([
    { args: [], says: /merge needs reports[\s\S]*Name files or directories/, why: 'no arguments' },
    { args: [''], says: /a report is empty/, why: 'an empty argument' },
    {
      args: ['-f', 'kube-bench', 'x'],
      says: /format kube-bench is only for one host\nhint: Choose one of: text, json/,
      why: 'a format of one host',
    },
    {
      args: ['--report', 'kube-bench=x', 'x'],
      says: /format kube-bench is only for one host/,
      why: 'a file in a format of one host',
    },
    {
      args: ['-f', 'jsn', 'x'],
      says: /unknown format 'jsn'\nhint: Did you mean json\?/,
      why: 'an unknown format',
    },
    {
      args: ['--max-age', '1 day', 'x'],
      says: /--max-age 1 day is not a duration\nhint: Write it as 24h, 7d/,
      why: 'no duration',
    },
    {
      args: ['--max-age', '1h', '--max-age', '7d', 'x'],
      says: /--max-age is given twice\nhint: Give the shortest/,
      why: 'two ages',
    },
    {
      args: ['--hosts', 'a', '--hosts', 'b', 'x'],
      says: /--hosts is given twice\nhint: Join the lists/,
      why: 'two lists',
    },
    {
      args: ['--report', 'json=test/merge/fleet.json', 'test'],
      says: /report test\/merge\/fleet.json would be among those in test\n/,
      why: 'a report that the next merge would read',
    },
    { args: ['--max-age', '0h', 'x'], says: /not a duration/, why: 'no time at all' },
    { args: ['--hosts', '', 'x'], says: /--hosts is empty/, why: 'an empty list of hosts' },
    { args: ['--hosts', '-', '-'], says: /standard input cannot be both/, why: 'standard input twice' },
    {
      args: ['--hosts', '/nonexistent', 'x'],
      says: /\/nonexistent cannot be read: no such file/,
      why: 'no list',
    },
    {
      args: ['--hosts', '/dev/null', 'x'],
      says: /\/dev\/null is not a regular file/,
      why: 'a device as list',
    },
    {
      args: ['--hosts', '-', 'x'],
      stdin: '# nobody\n',
      says: /standard input lists no hosts/,
      why: 'a list of nobody',
    },
    {
      args: ['--hosts', '-', 'x'],
      stdin: 'NAME   STATUS\n',
      says: /standard input:1: 'NAME STATUS' is not the name of a host/,
      why: 'a table',
    },
    { args: ['--root', '/', 'x'], says: /unknown option '--root'/, why: 'an option of the audit' },
  ])('$why', async ({ args, says, stdin = '' }) => {
    const { status, stdout, stderr } = await runInProcess(['merge', ...args], { stdin });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .+\nhint: .+\n$/);
    expect(stderr).toMatch(says);
  });

  test('options of the audit before it', async () => {
    const { status, stderr } = await runInProcess(['--strict', 'merge', 'x']);
    expect(status).toBe(2);
    expect(stderr).toContain(
      '--strict is before merge\nhint: Put it after the command: kubelet-https-audit merge --strict.',
    );
  });

  test('a directory without a file, and a path that is not there, in the report', async () => {
    const directory = temporaryDirectory();
    const { status, fleet } = await mergeJson([directory, '/nonexistent', '/dev/null']);
    expect(status).toBe(2);
    expect(fleet.problems.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`)).toEqual(
      ['unreadable /dev/null', 'unreadable /nonexistent', `empty ${directory}`],
    );
  });

  test('a terminal as standard input', async () => {
    for (const args of [['-'], ['--hosts', '-', 'x']]) {
      const { status, stderr } = await runInProcess(['merge', ...args], { isTerminal: true });
      expect(status).toBe(2);
      expect(stderr).toContain('error: standard input is a terminal\nhint: Pipe');
    }
  });
});

describe('merge --hosts', () => {
  test('takes names as kubectl prints them, with comments, clusters, and lines of Windows', async () => {
    const stdin = '\ufeff# from kubectl\r\nnode/cp-1\r\n\r\nprod/cp-4 # new\nx\n';
    const directory = filesOf({ a: line(), b: line({ host: 'b' }) });
    const { status, fleet } = await mergeJson(['--hosts', '-', directory], { stdin });
    expect(status).toBe(2);
    expect(fleet.hosts).toMatchObject({ expected: 3, received: 2, missing: 2, unexpected: 1 });
    expect(fleet.expected).toEqual([
      { cluster: 'prod', host: 'cp-1' },
      { cluster: 'prod', host: 'cp-4' },
      { cluster: 'prod', host: 'x' },
    ]);
  });
});

describe('merge --hosts with a name of several clusters', () => {
  test('says which line it is', async () => {
    const directory = filesOf({ a: line(), b: line({ cluster: 'dev' }) });
    const { fleet } = await mergeJson(['--hosts', '-', directory], { stdin: '# all\ncp-1\n' });
    expect(fleet.problems).toMatchObject([
      { code: 'ambiguous-host', path: '-', line: 2, message: expect.stringContaining('lists cp-1 without') },
    ]);
  });
});

describe('merge writes', () => {
  test('any number of reports in one run, and none with --quiet', async () => {
    const directory = filesOf({ a: line({ example: 'fail' }) });
    const out = temporaryDirectory();
    const reports = ['--report', `json=${join(out, 'a.json')}`, '--report', `junit=${join(out, 'a.xml')}`];
    const { status, stdout } = await runInProcess(['merge', '-q', ...reports, directory]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(parseFleet(readFileSync(join(out, 'a.json'), 'utf8')).hosts.received).toBe(1);
    expect(readFileSync(join(out, 'a.xml'), 'utf8')).toContain('<testsuites ');
  });

  test('an error with --quiet where nothing was received, and none where something was', async () => {
    const directory = temporaryDirectory();
    const { status, stdout, stderr } = await runInProcess(['merge', '-q', directory]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: no report was received: .+\nhint: .+\n$/);
    expect(stderr).toContain(directory);
    const received = await runInProcess(['merge', '-q', filesOf({ a: line() }), directory]);
    expect(received).toEqual({ status: 2, stdout: '', stderr: '' });
  });

  test('no report over one that it read', async () => {
    const directory = filesOf({ 'out/a.json': line(), 'in/b.json': line({ host: 'b' }) });
    const target = join(directory, 'out/a.json');
    symlinkSync(target, join(directory, 'in/a.json'));
    const { status, stderr } = await runInProcess([
      'merge',
      '--report',
      `text=${target}`,
      join(directory, 'in'),
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('which is in use');
    expect(readFileSync(target, 'utf8')).toMatch(/^\{/);
  });
});

interface Row {
  readonly files: Readonly<Record<string, string>>;
  readonly status: number;
  readonly hosts: string | undefined;
  /** Hosts besides cp-1. */
  readonly others: readonly string[];
}

describe.each(Object.keys(FLEET_REPORTS))('merge as %s', (format) => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const NOW = day(0);
  const named = { hosts: 'prod/cp-1\nprod/cp-2\n' };

  test.each([
    { why: 'pass', files: { a: line() }, status: 0 },
    { why: 'fail', files: { a: line({ example: 'fail' }), b: line({ host: 'cp-2' }) }, status: 1 },
    { why: 'unknown', files: { a: line({ example: 'unknown' }) }, status: 2 },
    { why: 'none', files: { a: line({ example: 'not applicable' }) }, status: 3 },
    { why: 'missing', files: { a: line() }, ...named, status: 2, others: ['cp-2'] },
    { why: 'stale', files: { a: line({ auditedAt: day(-3) }) }, status: 2 },
    { why: 'stale and failing', files: { a: line({ auditedAt: day(-3), example: 'fail' }) }, status: 1 },
    { why: 'from the future', files: { a: line({ auditedAt: day(3) }) }, status: 2 },
    {
      why: 'conflict',
      files: {
        a: line({ auditedAt: NOW }),
        b: line({ auditedAt: NOW, more: 1 }),
      },
      status: 2,
    },
    {
      why: 'superseded',
      files: { a: line({ example: 'fail', auditedAt: day(-0.5) }), b: line() },
      status: 0,
    },
    {
      why: 'unexpected',
      files: { a: line(), b: line({ host: 'cp-2' }), c: line({ host: 'cp-9' }) },
      ...named,
      status: 0,
      others: ['cp-2', 'cp-9'],
    },
    { why: 'a problem', files: { a: `${line()}{` }, status: 2 },
  ])('has the same exit status as every format, and each host: $why', async (row) => {
    const { files, status, hosts, others }: Row = { hosts: undefined, others: [], ...row };
    const directory = filesOf(files);
    const list = hosts === undefined ? [] : ['--hosts', join(filesOf({ list: hosts }), 'list')];
    const result = await runInProcess(['merge', '-v', '-f', format, '--max-age', '2d', ...list, directory]);
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status, stderr: '' });
    for (const host of ['cp-1', ...others]) expect(result.stdout).toContain(host);
  });
});
