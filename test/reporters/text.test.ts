import { describe, expect, test } from 'vitest';
import { text } from '../../src/reporters/text.ts';
import { EXAMPLES, fileOf, reportOn } from '../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: true };

describe('the report for people', () => {
  test.each(Object.entries(EXAMPLES))('reads well: %s', async (name, report) => {
    await expect(text(report, OPTIONS)).toMatchFileSnapshot(
      `../fixtures/text/${name.replaceAll(' ', '-')}.txt`,
    );
  });

  test.each(Object.entries(EXAMPLES))('is the same in colour: %s', (_, report) => {
    const coloured = text(report, { ...OPTIONS, isColoured: true });
    expect(coloured).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(text(report, OPTIONS));
  });

  test.each(Object.entries(EXAMPLES).filter(([name]) => !name.startsWith('hostile')))(
    'fits 80 columns: %s',
    (_, report) => {
      const long = text(report, OPTIONS)
        .split('\n')
        .filter((line) => line.length > 80);
      expect(long).toEqual([]);
    },
  );

  test('begins a warning about a place in a file with its position', () => {
    const server = {
      ...fileOf('a.service', ['kube-apiserver']),
      warnings: [
        {
          code: 'ignored-lines',
          message: 'X'.repeat(66),
          position: { path: 'f', line: 7, column: 3 },
        } as const,
      ],
    };
    expect(text(reportOn({ invocations: [server] }, { host: null }), OPTIONS)).toContain(
      `    warning  f:7:3\n      ${'X'.repeat(66)}\n      [ignored-lines]\n`,
    );
  });

  test('names what to edit where the file only shows a server', () => {
    const shown = {
      ...fileOf('a.json', ['kube-apiserver', '--kubelet-https=false']),
      editInstead: 'what starts the container',
    };
    const report = reportOn({ invocations: [shown] }, { host: null });
    expect(text(report, OPTIONS)).toMatch(
      /Edit what starts the container and remove the --kubelet-https\s+parameter\./,
    );
  });

  test('gives a problem its word where it is not the only thing that is listed', () => {
    const problems = [
      { path: 'e.yaml', line: 3, message: 'Flow map must end', hint: 'Fix the syntax error.' },
    ];
    const failing = fileOf('a.yaml', ['kube-apiserver', '--kubelet-https=false']);
    const [alone, beside] = [[], [failing]].map((invocations) =>
      text(reportOn({ source: 'files', invocations, problems }, { host: null }), OPTIONS),
    );
    expect(alone).toContain('\n  e.yaml:3: Flow map must end\n');
    expect(beside).toContain('\n  UNKNOWN  e.yaml:3: Flow map must end\n    Fix the syntax error.\n');
    expect(beside).toContain('\n  FAIL  a.yaml:');
  });

  test.each([
    ['files', { processes: 0, files: 3 }, 'If that is expected, use --allow-missing'],
    ['procfs', { processes: 143 }, 'If that is expected, as on a worker node, use --allow-missing'],
  ] as const)('says how to accept that no server is found: %s', (source, found, words) => {
    expect(text(reportOn({ source, ...found }), { ...OPTIONS, exitStatus: 3 })).toContain(words);
  });
});
