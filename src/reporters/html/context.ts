import { type Child, h, type Result } from 'hastscript';
import type { Control, Row } from '../../model/control.ts';
import { type Problem, problemPlace } from '../../model/problem.ts';
import type { Report } from '../../model/report.ts';
import type { Warning } from '../../model/verdict.ts';
import { examinedWords } from '../words/examined.ts';
import { positionWords, shorten } from '../words/layout.ts';
import { originLabel } from '../words/origin.ts';
import { remediationsOf } from '../words/remediations.ts';
import { code, facts, section, sentence, statement, table } from './words.ts';

/** @param more how many others there are */
export function htmlProblems(problems: readonly Problem[], more = 0): Result | null {
  const items = problems.map((problem) => [
    h('p', code(problemPlace(problem))),
    statement(problem.message, problem.hint),
  ]);
  if (more > 0) items.push([h('p.muted', `and ${more} more`)]);
  return listSection(
    'problems',
    'Problems',
    items,
    h('p', 'What could not be read or judged. The verdict does not cover it.'),
  );
}

/** What there is to know about the run and no server of it. */
export function htmlWarnings(warnings: readonly Warning[]): Result | null {
  const items = warnings.map(({ code: name, message, position }) => [
    ...(position === undefined ? [] : [h('p', code(positionWords(position)))]),
    h('p', sentence(message), ' ', h('span.code-name', name)),
  ]);
  return listSection('run-warnings', 'Warnings of the run', items);
}

export function htmlRemediation(report: Report): Result | null {
  const items = remediationsOf(report).map(({ text, pids }) => [
    sentence(text),
    pids.length === 0 ? null : h('span.place', `pid ${pids.join(', ')}`),
  ]);
  return listSection('remediation', 'Remediation', items);
}

/** A section that is a list; none where that is empty. */
export function listSection(
  id: string,
  title: string,
  items: readonly Child[][],
  lead?: Result,
): Result | null {
  if (items.length === 0) return null;
  return section(
    id,
    title,
    lead,
    h(
      'ul.entries',
      items.map((item) => h('li', ...item)),
    ),
  );
}

export function htmlExamined({ examined }: Report): Result {
  const { setAside, hostFiles = [] } = examined;
  return section(
    'examined',
    'Examined',
    h('p', `${examinedWords(examined)}. ${examined.note ?? ''}`.trim()),
    setAside.length === 0
      ? h('p', 'Nothing else mentions an API server.')
      : table(
          'Ignored (they mention an API server but are not one)',
          ['Program', 'Why'],
          setAside.map(({ program, origin, reason }) => [
            [code(program), h('span.place', code(originLabel(origin)))],
            sentence(shorten(reason)),
          ]),
        ),
    hostFiles.length === 0
      ? null
      : [
          h('h3', 'Also read, to see what starts the API servers'),
          h(
            'ul.paths',
            hostFiles.map((path) => h('li', code(path))),
          ),
        ],
  );
}

/** What the benchmark says, and what the flag does in each release. */
export function htmlControl(control: Control): Result {
  const rows = (all: readonly Row[]) =>
    all.map(([key, value]) => [key, sentence(value.replaceAll('  ', ' '))]);
  return section(
    'control',
    'The control',
    facts([
      ['Rationale', sentence(control.rationale)],
      ['Audit', sentence(control.audit)],
      ['Remediation', sentence(control.remediation)],
      ['Impact', sentence(control.impact)],
      ['Default', sentence(control.defaultValue)],
      ['Profile', control.profile],
    ]),
    table('Behaviour by Kubernetes release', ['Release', 'Behaviour'], rows(control.releases)),
    table('Id by edition of the benchmark', ['Edition', 'Id'], rows(control.editions)),
    table('Related controls', ['Where', 'Id'], rows(control.related)),
    h('h3', 'References'),
    h(
      'ul.paths',
      control.references.map((href) => h('li', h('a', { href, rel: ['noreferrer'] }, href))),
    ),
  );
}
