import { h, type Result } from 'hastscript';
import type { Report } from '../../model/report.ts';
import { examinedWords, problemsOf } from '../words/examined.ts';
import { originWords } from '../words/origin.ts';
import { remediesOf } from '../words/remedies.ts';
import { shorten } from '../words/shorten.ts';
import { code, section, sentence, statement, table } from './words.ts';

/** What could not be read, and what to do about it. */
export function htmlProblems(report: Report): Result | null {
  const problems = problemsOf(report);
  if (problems.length === 0) return null;
  return section(
    'problems',
    'Problems',
    h('p', 'What could not be read, so that nothing can be said about it.'),
    h(
      'ul.problems',
      problems.map(({ path, message, hint }) => h('li', h('p', code(path)), statement(message, hint))),
    ),
  );
}

/** What to edit on this host. */
export function htmlRemediation(report: Report): Result | null {
  const remedies = remediesOf(report);
  if (remedies.length === 0) return null;
  return section(
    'remediation',
    'Remediation',
    h(
      'ul.remedies',
      remedies.map(({ text, pids }) =>
        h('li', sentence(text), pids.length === 0 ? null : h('span.place', `pid ${pids.join(', ')}`)),
      ),
    ),
  );
}

/** What was looked at, set aside and read. */
export function htmlExamined({ examined }: Report): Result {
  const { setAside, hostFiles = [] } = examined;
  return section(
    'examined',
    'What was looked at',
    h('p', `${examinedWords(examined)}.`),
    setAside.length === 0
      ? h('p', 'Nothing else mentions an API server.')
      : table(
          'Set aside, because they mention an API server and are none',
          ['Program', 'Why'],
          setAside.map(({ program, origin, reason }) => [
            [code(program), h('span.place', code(originWords(origin)))],
            sentence(shorten(reason)),
          ]),
        ),
    hostFiles.length === 0
      ? null
      : [
          h('h3', 'Read besides, for what starts the API servers'),
          h(
            'ul.paths',
            hostFiles.map((path) => h('li', code(path))),
          ),
        ],
  );
}
