import { createHash } from 'node:crypto';
import { toHtml } from 'hast-util-to-html';
import { h, type Result } from 'hastscript';
import type { Control } from '../../model/control.ts';
import type { RenderOptions, Report, Reporter } from '../../model/report.ts';
import type { Status } from '../../model/verdict.ts';
import { summaryLine } from '../words/examined.ts';
import { hostLabel } from '../words/identity.ts';
import { timeWords } from '../words/layout.ts';
import { WORDS } from '../words/status.ts';
import { htmlControl, htmlExamined, htmlProblems, htmlRemediation } from './context.ts';
import { htmlFinding } from './finding.ts';
import { STYLE } from './style.ts';
import { code, facts, section, sentence } from './words.ts';

/** The editions in which the control has this number. */
function benchmarkWords({ benchmark, editions, id }: Control): string {
  const own = editions.filter(([, number]) => number.startsWith(`${id} `)).map(([edition]) => edition);
  return `${benchmark} ${own.join(', ')}, control ${id}`;
}

const MEANINGS = {
  pass: 'Every API server found meets the control.',
  fail: 'At least one API server does not meet the control.',
  unknown: 'Could not determine whether every API server meets the control.',
  notapplicable: 'No API server was found, so there is nothing to audit.',
} as const satisfies Record<Status, string>;

/** A self-contained page of evidence: no script, and nothing loaded from the network. */
export const html: Reporter = (report, options) => {
  const page = h(
    null,
    { type: 'doctype' },
    '\n',
    h('html', { lang: 'en' }, '\n', head(report), '\n', body(report, options)),
  );
  return `${toHtml(page)}\n`;
};

function head(report: Report): Result {
  const { status, control, tool } = report;
  const label = hostLabel(report);
  const digest = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  return h(
    'head',
    h('meta', { charSet: 'utf-8' }),
    h('meta', { httpEquiv: 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'generator', content: `${tool.name} ${tool.version}` }),
    h('title', `${WORDS[status]}: CIS ${control.id}${label === undefined ? '' : ` on ${label}`}`),
    h('style', STYLE),
  );
}

function body(report: Report, options: RenderOptions): Result {
  const { findings, control, tool } = report;
  const title = findings.length === 1 ? 'API server' : 'API servers';
  const parts = [
    header(report, options),
    h(
      'main',
      findings.length === 0 ? null : section('servers', title, findings.map(htmlFinding)),
      htmlProblems(report),
      htmlRemediation(report),
      htmlExamined(report),
      htmlControl(control),
    ),
    h('footer', h('p', `Written by ${tool.name} ${tool.version}.`)),
  ];
  return h(
    'body',
    parts.flatMap((part) => ['\n', part]),
    '\n',
  );
}

function header(report: Report, { exitStatus }: RenderOptions): Result {
  const { status, control, host, cluster, tool, auditedAt, findings } = report;
  return h(
    'header',
    h('p.benchmark', benchmarkWords(control)),
    h('h1', sentence(control.title)),
    h(
      'div',
      { className: ['verdict', status] },
      h('p.word', WORDS[status]),
      h(
        'div',
        h('p.meaning', MEANINGS[status]),
        findings.length === 0 ? null : h('p', `${summaryLine(report)}.`),
      ),
    ),
    facts([
      ['Cluster', cluster === null ? null : code(cluster)],
      ['Host', host === null ? null : code(host)],
      ['Audited', h('time', { dateTime: auditedAt.toISOString() }, timeWords(auditedAt))],
      ['Tool', `${tool.name} ${tool.version}`],
      ['Exit status', String(exitStatus)],
    ]),
  );
}
