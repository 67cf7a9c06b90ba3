import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemPlace } from '../../src/model/problem.ts';
import { type Finding, outcomeOf, type Report, shownStatus } from '../../src/model/report.ts';
import { markdown } from '../../src/reporters/markdown.ts';
import { findingPosition } from '../../src/reporters/words/finding.ts';
import { serverLabel } from '../../src/reporters/words/origin.ts';
import { WORDS, waiverWords } from '../../src/reporters/words/status.ts';
import { itemsUnder, parseMarkdown, rowsOf, textOf, withDescendants } from '../support/parse-markdown.ts';
import { EXAMPLES, fileOf, processOf, reportOn } from '../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: false };

/** What a table cannot hold in one code: a pipe after backslashes. */
const BEHIND_BACKSLASHES = `--kubelet-https=\\|\`\\\\|a\`\`|\\|@org/team #1 https://example.org www.example.org`;

const ALL: Readonly<Record<string, Report>> = {
  ...EXAMPLES,
  'pipes after backslashes': reportOn({
    invocations: [
      processOf(3, ['kube-apiserver', BEHIND_BACKSLASHES]),
      fileOf('a\\|b', ['kube-apiserver', BEHIND_BACKSLASHES]),
    ],
    problems: [{ path: '@a/\\|b', message: `@org/team ${BEHIND_BACKSLASHES}`, hint: BEHIND_BACKSLASHES }],
  }),
};

const OWN_MARKUP =
  /^(?:<br>|<!-- -->|<details>\n<summary>\d+ API servers? pass(?:es)?<\/summary>|<\/details>)$/;

function parse(report: Report) {
  return parseMarkdown(markdown(report, OPTIONS));
}

function cut(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}… (${text.length} characters)`;
}

function expectedCells(finding: Finding): string[] {
  const { origin, evidence, reason, hint, waiver } = finding;
  const place = findingPosition(finding);
  const executable = origin.kind === 'process' ? origin.executable : null;
  const shown = evidence.arguments.filter(
    ({ effective }, index) => evidence.arguments.length <= 10 || index < 9 || effective,
  );
  const lines = [
    ...shown.map(({ text, index, note, path, span }) => {
      const where = path === undefined ? `argument ${index}` : `${path}:${span?.line}:${span?.column}`;
      return `${cut(text)} (${where}) ${note}`;
    }),
    ...(evidence.arguments.length > 10 ? [`and ${evidence.arguments.length - 10} more`] : []),
    ...(shown.some(({ effective }) => effective) ? [] : [cut(reason)]),
    ...(hint === undefined ? [] : [hint]),
    ...(waiver === undefined ? [] : [cut(waiverWords(waiver))]),
  ];
  return [
    WORDS[outcomeOf(finding)],
    serverLabel(finding),
    lines.join('\n'),
    place ? `${place.path}:${place.line}:${place.column}` : (executable ?? 'unknown'),
  ];
}

describe.each(Object.entries(ALL))('the Markdown of %s', (_, report) => {
  const nodes = parse(report);

  test('has a row for each finding, and its cells say what the report says', () => {
    const rows = rowsOf(nodes);
    const heads = rows.filter(([status]) => status === 'Status');
    for (const head of heads) expect(head).toEqual(['Status', 'API server', 'Evidence', 'Location']);
    expect(rows.filter((row) => !heads.includes(row))).toEqual(report.findings.map(expectedCells));
  });

  test('folds passes without warnings where there are several servers', () => {
    const plain = report.findings.filter(
      ({ status, warnings }) => status === 'pass' && warnings.length === 0,
    );
    const summary = nodes.find((node) => node.type === 'html' && node.value.startsWith('<details>'));
    if (report.findings.length < 2 || plain.length === 0) expect(summary).toBe(undefined);
    else {
      const at = summary === undefined ? -1 : nodes.indexOf(summary);
      expect(rowsOf(nodes.slice(at, at + 2)).slice(1)).toEqual(plain.map(expectedCells));
      expect(nodes[at + 2]).toMatchObject({ type: 'html', value: '</details>' });
    }
    const { isVerbose, ...others } = OPTIONS;
    expect(markdown(report, { ...others, isVerbose: !isVerbose })).not.toContain('<details>');
  });

  test('has the verdict for a heading, and the host', () => {
    const [heading, introduction] = nodes;
    expect(heading).toMatchObject({ type: 'heading', depth: 2 });
    expect(heading && textOf(heading)).toBe(
      `${WORDS[shownStatus(report)]}: CIS ${report.control.id} ${report.control.title}`,
    );
    expect(introduction && textOf(introduction)).toContain(report.host ?? '2026');
  });

  test('lists warnings and problems', () => {
    expect(itemsUnder('Warnings', nodes)).toEqual([
      ...report.findings.flatMap((finding) =>
        finding.warnings.map(({ code, message }) => `${serverLabel(finding)}: ${message} ${code}`),
      ),
      ...(report.warnings ?? []).map(
        ({ code, message, position }) =>
          `${cut(`${position?.path}:${position?.line}:${position?.column}`)}: ${message} ${code}`,
      ),
    ]);
    const listed = itemsUnder('Problems', nodes);
    for (const problem of report.problems) {
      const { message, hint } = problem;
      expect(listed).toContain(`${cut(problemPlace(problem))}: ${cut(message)}. ${cut(hint)}`);
    }
  });

  test('says what was looked at', () => {
    const { setAside, hostFiles = [] } = report.examined;
    const text = nodes.map(textOf).join('\n');
    expect(text).toContain('Examined');
    for (const { reason } of setAside) expect(text).toContain(reason);
    for (const path of hostFiles) expect(text).toContain(path);
  });

  test('is built of nothing that a text from outside brought with it', () => {
    const all = nodes.flatMap(withDescendants);
    for (const { type } of all) {
      expect(type).not.toMatch(/^(?:link|image|definition|code|blockquote)/);
    }
    const markup = all.filter((node) => node.type === 'html').map(({ value }) => value);
    for (const html of markup) expect(html).toMatch(OWN_MARKUP);
    const plain = all.filter((node) => node.type === 'text').map(({ value }) => value);
    for (const text of plain) expect(text).not.toMatch(/[@#<>|`\\]|:\/\/|www\./);
    for (const { type } of nodes) expect(['heading', 'paragraph', 'table', 'list', 'html']).toContain(type);
  });
});

test('any argument comes out of its cell as it went in', () => {
  const part = fc.constantFrom(
    '|',
    '\\',
    '`',
    ' ',
    'a',
    '<',
    '>',
    '*',
    '_',
    '&amp;',
    '@',
    '\n',
    '-',
    ':',
    '~',
    '[',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join('')),
      ),
      (value) => {
        const report = reportOn({
          invocations: [processOf(1, ['kube-apiserver', `--kubelet-https=${value}`])],
        });
        const [, ...rows] = rowsOf(parse(report));
        expect(rows).toEqual(report.findings.map(expectedCells));
      },
    ),
  );
});
