import { h, type Result } from 'hastscript';
import type { Origin } from '../../model/invocation.ts';
import type { Excerpt, Finding } from '../../model/report.ts';
import type { EvidenceArgument } from '../../model/verdict.ts';
import { nameOf, placeWords } from '../words/finding.ts';
import { shorten } from '../words/shorten.ts';
import { shownArguments } from '../words/shown-arguments.ts';
import { badge, code, type Fact, facts, sentence, statement, table } from './words.ts';

/** One API server with all that speaks for and against it. */
export function htmlFinding(finding: Finding): Result {
  const { status, reason, hint, evidence, excerpt, origin, warnings } = finding;
  return h(
    'article',
    { className: [status] },
    h('h3', badge(status), ' ', h('span.name', shorten(nameOf(finding)))),
    origin.kind === 'file' ? h('p.file', code(placeWords(origin))) : null,
    statement(reason, hint),
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
      ...originFacts(origin, finding.program),
    ]),
  );
}

function originFacts(origin: Origin, program: string): Fact[] {
  const known = (text: string | null | undefined) =>
    text === null || text === undefined ? null : code(text);
  switch (origin.kind) {
    case 'process':
      return [
        ['Program', code(program)],
        ['Executable', known(origin.executable)],
        ['Process', `pid ${origin.pid}${origin.uid === null ? '' : `, uid ${origin.uid}`}`],
        ['Unit', known(origin.cgroup?.unit)],
        ['Pod', known(origin.cgroup?.podUid)],
        ['Container', known(origin.cgroup?.containerId)],
      ];
    case 'ps':
      return [
        ['Program', code(program)],
        ['Process list', origin.path === '-' ? 'standard input' : code(origin.path)],
        ['Line', String(origin.line)],
        ['Process', origin.pid === null ? null : `pid ${origin.pid}`],
      ];
    case 'file':
      return [
        ['Program', code(program)],
        ['Format', origin.format],
        ['Object', known(origin.object)],
        ['Container', known(origin.container)],
      ];
    default:
      return origin satisfies never;
  }
}

function argumentsTable(all: readonly EvidenceArgument[]): Result | null {
  if (all.length === 0) return null;
  const shown = shownArguments(all);
  const rest = all.length - shown.length;
  return h(
    'div.arguments',
    table(
      'Arguments that the control is about',
      ['Argument', 'What it does'],
      shown.map((argument) => [
        [code(argument.text), h('span.place', placeOf(argument))],
        [
          h('span', sentence(argument.note)),
          argument.effective && all.length > 1 ? h('span.decides', 'This one decides.') : null,
        ],
      ]),
    ),
    rest === 0 ? null : h('p.muted', `and ${rest} more`),
  );
}

function placeOf({ index, path, span }: EvidenceArgument): (Result | string)[] {
  if (span === undefined) return [`argument ${index}`];
  if (path === undefined) return [`argument ${index}, line ${span.line}, column ${span.column}`];
  return [code(path), ` line ${span.line}, column ${span.column}`];
}

/** The lines around the argument that decides, with it underlined. */
function excerptFigure({ lines, underline }: Excerpt, path: string): Result {
  const start = underline.column - 1;
  const end = start + underline.length;
  return h(
    'figure',
    h('figcaption', code(path), `, line ${underline.line}`),
    h(
      'pre',
      lines.map(({ number, text }) =>
        h(
          'span.line',
          h('span.number', String(number)),
          h(
            'code',
            number === underline.line
              ? [text.slice(0, start), h('mark', text.slice(start, end)), text.slice(end)]
              : text,
          ),
          '\n',
        ),
      ),
    ),
  );
}
