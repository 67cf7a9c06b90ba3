import { h, type Result } from 'hastscript';
import type { Origin } from '../../model/invocation.ts';
import { type Excerpt, type Finding, outcomeOf } from '../../model/report.ts';
import type { EvidenceArgument } from '../../model/verdict.ts';
import { listedArguments } from '../words/finding.ts';
import { positionWords, shorten } from '../words/layout.ts';
import { nestingOf, originFacts, originLabel, serverLabel } from '../words/origin.ts';
import { waiverWords } from '../words/status.ts';
import { badge, code, type Fact, facts, sentence, statement, table } from './words.ts';

/** One API server with its evidence, under its own name or another. */
export function htmlFinding(finding: Finding, name = serverLabel(finding)): Result {
  const { reason, hint, evidence, excerpt, origin, warnings, waiver } = finding;
  const outcome = outcomeOf(finding);
  return h(
    'article',
    { className: [outcome] },
    h('h3', badge(outcome), ' ', h('span.name', shorten(name))),
    origin.kind === 'file' ? h('p.file', code(positionWords(origin))) : null,
    statement(reason, hint),
    waiver === undefined ? null : statement(waiverWords(waiver)),
    excerpt === undefined || origin.kind !== 'file' ? null : excerptFigure(excerpt, origin.path),
    argumentsTable(evidence.arguments),
    warnings.length === 0
      ? null
      : h(
          'ul.warnings',
          warnings.map(({ code: name, message }) =>
            h('li', h('strong', 'Warning'), ' ', sentence(message), ' ', h('span.code-name', name)),
          ),
        ),
    facts([
      ['Expected', sentence(evidence.expected)],
      ['Found', evidence.arguments.length === 0 ? evidence.actual : code(evidence.actual)],
      ...serverFacts(origin, finding.program),
    ]),
  );
}

/** Many API servers of which there is no more to say than that they pass. */
export function htmlPasses(findings: readonly Finding[]): Result {
  return table(
    'API servers that pass',
    ['API server', 'Why'],
    findings.map((finding) => {
      const { unit, podUid, containerId } = originFacts(finding.origin);
      const known = [originLabel(finding.origin), unit, podUid, containerId].filter((fact) => fact);
      return [
        [h('span', shorten(serverLabel(finding))), h('span.place', code(known.join(', ')))],
        statement(finding.reason),
      ];
    }),
  );
}

function serverFacts(origin: Origin, program: string): Fact[] {
  const { executable, pid, uid, unit, podUid, format, object, containerId, container } = originFacts(origin);
  const known = (text: string | null) => (text === null ? null : code(text));
  const ids = [...(pid === null ? [] : [`pid ${pid}`]), ...(uid === null ? [] : [`uid ${uid}`])];
  const list = origin.kind === 'ps' ? origin : undefined;
  return [
    ['Program', code(program)],
    ['Executable', known(executable)],
    ['Process list', list === undefined ? null : list.path === '-' ? 'standard input' : code(list.path)],
    ['Line', list === undefined ? null : String(list.line)],
    ['Process', ids.length === 0 ? null : ids.join(', ')],
    ['Unit', known(unit)],
    ['Pod', known(podUid)],
    ['Format', format],
    ['Object', known(object)],
    ['Container', known(containerId ?? container)],
    ['Nested in', nestingOf(origin) ?? null],
  ];
}

function argumentsTable(all: readonly EvidenceArgument[]): Result | null {
  if (all.length === 0) return null;
  const shown = listedArguments(all);
  const rest = all.length - shown.length;
  return h(
    'div.arguments',
    table(
      'Arguments that concern the control',
      ['Argument', 'Effect'],
      shown.map((argument) => [
        [code(argument.text), h('span.place', argumentPosition(argument))],
        [
          h('span', sentence(argument.note)),
          argument.effective && all.length > 1 ? h('span.decides', 'This one decides.') : null,
        ],
      ]),
    ),
    rest === 0 ? null : h('p.muted', `and ${rest} more`),
  );
}

function argumentPosition({ index, path, span }: EvidenceArgument): (Result | string)[] {
  if (span === undefined) return [`argument ${index}`];
  if (path === undefined) return [`argument ${index}, line ${span.line}, column ${span.column}`];
  return [code(path), ` line ${span.line}, column ${span.column}`];
}

/** The lines around the argument that decides, with it underlined. */
function excerptFigure({ lines, underline }: Excerpt, path: string): Result {
  const marked = (text: string, start: number) => [
    text.slice(0, start),
    h('mark', text.slice(start, start + underline.length)),
    text.slice(start + underline.length),
  ];
  return h(
    'figure',
    h('figcaption', code(path), `, line ${underline.line}`),
    h(
      'pre',
      lines.map(({ number, indent, text }) =>
        h(
          'span.line',
          h('span.number', String(number)),
          h(
            'code',
            ' '.repeat(indent),
            number === underline.line ? marked(text, underline.column - 1 - indent) : text,
          ),
          '\n',
        ),
      ),
    ),
  );
}
