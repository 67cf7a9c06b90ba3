import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../src/model/invocation.ts';
import type { Report } from '../../src/model/report.ts';
import { columnsOf } from '../../src/model/wrap.ts';
import { text } from '../../src/reporters/text.ts';
import { fileOf, lineOf, processOf, reportOn } from '../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: false };
const EXECUTABLE = '/usr/local/bin/kube-apiserver';

/** Which of many does not pass, by its number. */
const OTHERS: Readonly<Record<number, string>> = {
  0: '--kubelet-https=false',
  1: '--kubelet-https=true',
  27: '--kubelet-https=off',
  48: '--kubelet-https=false',
  120: '--kubelet-https=0',
  199: '--kubelet-https=false',
};

function processes(count: number): Report {
  const invocations = Array.from({ length: count }, (_, index): Invocation => {
    const own = OTHERS[index];
    const argv = ['kube-apiserver', '--etcd-servers=x', ...(own === undefined ? [] : [own])];
    return {
      ...processOf(4200 + index, argv, EXECUTABLE),
      origin: {
        kind: 'process',
        pid: 4200 + index,
        uid: 0,
        executable: EXECUTABLE,
        cgroup: { unit: null, podUid: null, containerId: index.toString(16).padStart(2, '0').repeat(32) },
      },
    };
  });
  return reportOn({ invocations });
}

function manifests(count: number): Report {
  const invocations = Array.from({ length: count }, (_, index) => {
    const name = `tenant-${index + 1}`;
    const own = OTHERS[index];
    return fileOf(
      `clusters/eu-central-1/${name}/kube-apiserver.yaml`,
      ['kube-apiserver', ...(own === undefined ? [] : [own])],
      { object: `Deployment ${name}/kube-apiserver` },
    );
  });
  const problems = [
    {
      path: 'clusters/README.yaml',
      line: 3,
      column: 1,
      message: 'Flow map must end',
      hint: 'Fix the syntax error.',
    },
  ];
  return reportOn(
    {
      source: 'files',
      hostName: null,
      processes: 0,
      files: count,
      invocations,
      problems: count < 50 ? [] : problems,
    },
    { host: null },
  );
}

const REPORTS = { processes, manifests };
const COUNTS = [1, 3, 50, 200];
const WIDTHS = [40, 60, 80, 120];

describe.each(Object.entries(REPORTS))('the report on many %s', (kind, reportOf) => {
  const cases = COUNTS.flatMap((count) => WIDTHS.map((columns) => ({ count, columns })));

  test.each(cases)('reads well: $count at $columns columns', async ({ count, columns }) => {
    const shown = text(reportOf(count), { ...OPTIONS, columns, rows: 40 });
    await expect(shown).toMatchFileSnapshot(`../fixtures/text/widths/${kind}-${count}-at-${columns}.txt`);
  });

  test.each(cases)('breaks no word, and uses the room: $count at $columns columns', ({ count, columns }) => {
    const lines = text(reportOf(count), { ...OPTIONS, columns }).split('\n');
    // A line may be wider for the sake of a single word.
    const wide = lines.filter(
      (line) => columnsOf(line) > columns && /\S\s+\S/.test(line.replace(/^ *(?:FAIL|UNKNOWN|PASS) +/, '')),
    );
    expect(wide).toEqual([]);
    const wordsAt = (width: number) =>
      text(reportOf(Math.min(count, 3)), { ...OPTIONS, columns: width, rows: 1000, isVerbose: true })
        .split(/\s+/)
        .sort();
    expect(wordsAt(columns)).toEqual(wordsAt(1000));
  });

  test('has in colour what decides, and the line below it', () => {
    const coloured = text(reportOf(1), { ...OPTIONS, isColoured: true });
    const red = (part: string) => `\u001b[31m\u001b[1m${part}\u001b[22m\u001b[39m`;
    expect(coloured).toContain(red('--kubelet-https=false'));
    if (kind === 'manifests') expect(coloured).toContain(red('^'.repeat('--kubelet-https=false'.length)));
  });
});

test('a pass has one line beside others, the whole of it alone or with -v', () => {
  const reason = '--kubelet-https is not set';
  const passes = [processOf(7, ['kube-apiserver'], EXECUTABLE), processOf(8, ['kube-apiserver'], EXECUTABLE)];
  const two = reportOn({ invocations: passes });
  expect(text(two, OPTIONS)).toContain(
    '\n\n  PASS  kube-apiserver  pid 7\n  PASS  kube-apiserver  pid 8\n\n',
  );
  expect(text(two, OPTIONS)).not.toContain(reason);
  expect(text(two, { ...OPTIONS, isVerbose: true }).split(reason)).toHaveLength(3);
  expect(text(reportOn({ invocations: passes.slice(1) }), OPTIONS)).toContain(reason);
});

test('what does not pass is listed again where the report is longer than the screen', () => {
  const report = manifests(50);
  const listed =
    /\n\n {2}FAIL {5}\S+:7:5\n[\s\S]* {2}UNKNOWN {2}clusters\/README.yaml:3:1\n\n50 API servers: 3 failed/;
  expect(text(report, { ...OPTIONS, rows: 20 })).toMatch(listed);
  expect(text(report, { ...OPTIONS, rows: 60 })).not.toMatch(listed);
  const height = text(report, { ...OPTIONS, rows: 60 }).split('\n').length;
  expect(text(report, { ...OPTIONS, rows: height })).not.toMatch(listed);
  expect(text(report, { ...OPTIONS, rows: height - 1 })).toMatch(listed);
});

test('no more places are listed than one reads, and none where all pass', () => {
  const failing = Array.from({ length: 30 }, (_, index) =>
    processOf(index + 1, ['kube-apiserver', '--kubelet-https=false']),
  );
  const many = text(reportOn({ invocations: failing }), OPTIONS);
  expect(many).toContain('\n\n  FAIL  kube-apiserver  pid 1\n');
  expect(many).toContain('  FAIL  kube-apiserver  pid 10\n  … and 20 more\n\n30 API servers: 30 failed');
  const passing = text(processes(1), { ...OPTIONS, rows: 1 });
  expect(passing.split('FAIL')).toHaveLength(3);
  const pass = reportOn({ invocations: [processOf(7, ['kube-apiserver'])] });
  expect(text(pass, { ...OPTIONS, rows: 1 })).toBe(text(pass, OPTIONS));
});

describe('paths as links', () => {
  const linked = { ...OPTIONS, isColoured: true, linkTo: (path: string) => `file://cp-1/${path}` };

  test('the position is the text of the link', () => {
    expect(text(manifests(1), linked)).toContain(
      '  \u001b]8;;file://cp-1/clusters/eu-central-1/tenant-1/kube-apiserver.yaml\u001b\\' +
        'clusters/eu-central-1/tenant-1/kube-apiserver.yaml:7:5\u001b]8;;\u001b\\\n',
    );
  });

  test.each([
    { path: '-', why: 'standard input' },
    { path: 'a\u001b]0;x\u0007', why: 'the path is not shown as it is' },
  ])('$path is none: $why', ({ path }) => {
    const report = reportOn({ invocations: [fileOf(path, ['kube-apiserver', '--kubelet-https=0'])] });
    expect(text(report, linked)).not.toContain('\u001b]8');
  });

  test('they take no room', () => {
    for (const report of [manifests(50), processes(50)]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: links and colours are control characters
      const shown = text(report, linked).replaceAll(/\u001b\]8;;[^\u001b]*\u001b\\|\u001b\[\d+m/g, '');
      expect(shown).toBe(text(report, OPTIONS));
    }
  });
});

test('the pid in a process list is left out of a line that has no room for it', () => {
  const lines = [7, 8].map((pid) => ({
    ...lineOf(pid, ['kube-apiserver']),
    origin: { kind: 'ps', path: 'ps.txt', line: pid, pid } as const,
  }));
  const report = reportOn({ source: 'files', processes: 2, invocations: lines });
  const shownAt = (columns: number) => text(report, { ...OPTIONS, columns });
  expect(shownAt(40)).toContain('\n  PASS  kube-apiserver  ps.txt line 7\n');
  expect(shownAt(60)).toContain('\n  PASS  kube-apiserver  ps.txt line 7  pid 7\n');
});
