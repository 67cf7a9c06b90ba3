import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { outcomeOf, shownStatus } from '../../../src/model/report.ts';
import { html } from '../../../src/reporters/html/index.ts';
import { serverLabel } from '../../../src/reporters/words/origin.ts';
import { WORDS, waiverWords } from '../../../src/reporters/words/status.ts';
import { parsePage } from '../../support/parse-page.ts';
import { EXAMPLES, processOf, reportOn } from '../../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: false };

function cut(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}… (${text.length} characters)`;
}

describe.each(Object.entries(EXAMPLES))('the page of %s', (_, report) => {
  const source = html(report, OPTIONS);
  const { elements, text } = parsePage(source);

  test('runs nothing and asks the network for nothing', () => {
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ['script', 'img', 'iframe', 'object', 'embed', 'link', 'form', 'base', 'svg']) {
      expect(names).not.toContain(name);
    }
    for (const { name, attributes } of elements) {
      for (const attribute of Object.keys(attributes)) expect(attribute).not.toMatch(/^on|^src|^style$/);
      expect(attributes.href !== undefined).toBe(name === 'a');
    }
    const links = elements.flatMap(({ attributes }) => attributes.href ?? []);
    expect(links).toEqual(report.control.references);
    expect(source).not.toMatch(/url\(|@import/);
  });

  test('shows every finding with its evidence as text', () => {
    const { findings } = report;
    const plain = findings.filter(({ status, warnings }) => status === 'pass' && warnings.length === 0);
    const isFolded = findings.length > 1 && plain.length > 0;
    const articles = (page: string) =>
      parsePage(page).elements.filter(({ name }) => name === 'article').length;
    expect(articles(source)).toBe(findings.length - (isFolded ? plain.length : 0));
    expect(source.includes('<details>')).toBe(isFolded);
    expect(articles(html(report, { ...OPTIONS, isVerbose: true }))).toBe(findings.length);
    for (const finding of report.findings) {
      const { reason, evidence, warnings, hint, excerpt, origin, waiver } = finding;
      const remediation = waiver === undefined ? finding.remediation : undefined;
      const decisive = evidence.arguments.filter(({ effective }) => effective);
      const { executable, cgroup } = origin.kind === 'process' ? origin : {};
      const expected = [
        ...(isFolded && plain.includes(finding) ? ['API servers that pass'] : [WORDS[outcomeOf(finding)]]),
        ...(waiver === undefined ? [] : [cut(waiverWords(waiver))]),
        cut(serverLabel(finding)),
        cut(reason),
        ...decisive.flatMap((argument) => [cut(argument.text), argument.note]),
        ...warnings.flatMap(({ code, message }) => [code, message]),
        ...(excerpt?.lines.map((line) => line.text) ?? []),
        ...[
          hint,
          origin.kind === 'file' ? undefined : remediation,
          executable,
          cgroup?.containerId,
          cgroup?.podUid,
        ].filter((part) => part != null),
      ];
      for (const part of expected) expect(text).toContain(part);
    }
  });

  test('shows what surrounds the findings', () => {
    const { control, host, problems, examined } = report;
    const expected = [
      WORDS[shownStatus(report)],
      ...(report.warnings ?? []).flatMap(({ code, message, position }) => [
        code,
        message,
        `${position?.path}:${position?.line}:${position?.column}`,
      ]),
      '31 January 2026, 12:00:00 UTC',
      'kubelet-https-audit 0.1.0',
      control.rationale,
      control.impact,
      control.defaultValue,
      control.remediation,
      ...[...control.editions, ...control.releases].flat().map((part) => part.replaceAll('  ', ' ')),
      ...problems.flatMap(({ path, message, hint }) => [path, message, hint]),
      ...examined.setAside.flatMap(({ program, reason }) => [program, reason]),
      ...(examined.hostFiles ?? []),
    ];
    for (const part of expected) expect(text).toContain(cut(part));
    const { cluster } = report;
    const where = cluster === null ? host : `${cluster}/${host}`;
    expect(text).toContain(`${WORDS[shownStatus(report)]}: CIS 1.2.4${host === null ? '' : ` on ${where}`}`);
    expect(elements).toContainEqual({ name: 'time', attributes: { datetime: '2026-01-31T12:00:00.000Z' } });
  });
});

describe('the page', () => {
  const source = html(reportOn({}), OPTIONS);

  test('allows its own style and nothing else', () => {
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(source) ?? [];
    const digest = createHash('sha256').update(style).digest('base64');
    expect(parsePage(source).elements).toContainEqual({
      name: 'meta',
      attributes: {
        'http-equiv': 'Content-Security-Policy',
        content: `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
      },
    });
  });

  test('has headings that skip no level', () => {
    const report = EXAMPLES['what the files of a host add'] ?? reportOn({});
    const levels = parsePage(html(report, OPTIONS)).elements.flatMap(({ name }) =>
      /^h\d$/.test(name) ? [Number(name.slice(1))] : [],
    );
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    }
  });

  test('shows ten of very many arguments, the one that decides among them', () => {
    const many = Array.from({ length: 1000 }, (_, index) => `--kubelet-https=${index % 2}`);
    const { text } = parsePage(
      html(reportOn({ invocations: [processOf(6, ['kube-apiserver', ...many])] }), OPTIONS),
    );
    expect(text.match(/argument \d+(?=is overridden|allows|keeps)/g)).toHaveLength(10);
    expect(text).toContain('and 990 more');
    expect(text).toContain('argument 1000keeps kubelet connections on HTTPSThis one decides.');
  });
});
