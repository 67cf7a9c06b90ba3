import { error, notice, warning } from '@actions/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { github } from '../../src/reporters/github.ts';
import { EXAMPLES, MANY, reportOn } from '../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: false };

interface Annotation {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** What a runner makes of a line. */
function parse(line: string): Annotation {
  const [, command = '', list = '', data = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const properties = list
    .split(',')
    .map((pair) => pair.split(/=(.*)/s).slice(0, 2).map(decoded) as [string, string]);
  return { command, properties: Object.fromEntries(properties), message: decoded(data) };
}

function decoded(text: string): string {
  return text
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%0A', '\n')
    .replaceAll('%0D', '\r')
    .replaceAll('%25', '%');
}

/** The line that GitHub's own library writes for an annotation. */
function written({ command, properties, message }: Annotation): string {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  const { title = '', file, line, col, endColumn } = properties;
  const given = {
    title,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { startLine: Number(line) }),
    ...(col !== undefined && { startColumn: Number(col) }),
    ...(endColumn !== undefined && { endColumn: Number(endColumn) }),
  };
  ({ error, warning, notice })[command as 'error'](message, given);
  vi.restoreAllMocks();
  return lines.join('').trimEnd();
}

afterEach(() => void vi.restoreAllMocks());

describe('annotations', () => {
  test.each(Object.entries(EXAMPLES))('are as GitHub writes them: %s', (_, report) => {
    const { findings, problems, examined, warnings: ofRun = [] } = report;
    const warnings = findings.flatMap((finding) => finding.warnings);
    const blind = examined.blindSpot && findings.length > 0 ? 1 : 0;
    const count = findings.length + problems.length + warnings.length + blind;
    const passes = findings.filter(({ status }) => status === 'pass').length;
    for (const isVerbose of [false, true]) {
      const lines = github(report, { ...OPTIONS, isVerbose })
        .trimEnd()
        .split('\n');
      for (const line of lines) expect(line).toBe(written(parse(line)));
      const isOne = findings.length + problems.length < 2;
      const own = isOne ? Math.max(count, 1) : count + 1 - (isVerbose ? 0 : passes);
      expect(lines).toHaveLength(own + ofRun.length);
    }
  });

  test('of 200 manifests show those that fail, warnings and how many there are, but no pass', () => {
    const lines = github(MANY, OPTIONS).trimEnd().split('\n').map(parse);
    expect(lines.map(({ command }) => command)).toEqual([...Array(5).fill('error'), 'warning', 'notice']);
    expect(lines.at(-1)).toEqual({
      command: 'notice',
      properties: { title: 'CIS 1.2.4 FAIL' },
      message: 'master-1: 200 API servers: 5 failed, 195 passed; 1 warning.',
    });
  });

  test('count before the notices of passes, of which GitHub shows ten', () => {
    const lines = github(MANY, { ...OPTIONS, isVerbose: true })
      .trimEnd()
      .split('\n')
      .map(parse);
    expect(lines.filter(({ command }) => command === 'notice')).toHaveLength(196);
    expect(lines[6]?.message).toContain('200 API servers');
  });

  test('say where, what and what to do', () => {
    const { files = reportOn({}), fail = reportOn({}) } = EXAMPLES;
    expect(github(files, OPTIONS).split('\n').map(parse)).toMatchObject([
      { command: 'error', properties: { title: 'CIS 1.2.4 FAIL' } },
      {
        command: 'error',
        properties: { title: 'CIS 1.2.4 FAIL', file: 'deploy/b.yaml', line: '7', col: '5', endColumn: '26' },
        message: expect.stringContaining('--kubelet-https=false (argument 1) allows plain HTTP'),
      },
      { command: 'error', properties: { title: 'CIS 1.2.4 UNKNOWN', file: 'c d/é.yaml' } },
      { command: 'error', properties: { title: 'CIS 1.2.4 UNKNOWN', file: 'e.yaml' } },
      { command: 'warning', properties: { title: 'CIS 1.2.4 flag-repeated' } },
      { command: 'notice', properties: { title: 'CIS 1.2.4 FAIL' } },
      {},
    ]);
    expect(parse(github(fail, OPTIONS).trimEnd())).toMatchObject({
      command: 'error',
      properties: { title: 'CIS 1.2.4 FAIL' },
      message: expect.stringMatching(/^master-1: kube-apiserver pid 4242: /),
    });
  });
});
