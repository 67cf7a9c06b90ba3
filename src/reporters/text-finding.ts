import type { ChalkInstance } from 'chalk';
import type { FileOrigin, Origin } from '../model/invocation.ts';
import { type Excerpt, type Finding, outcomeOf } from '../model/report.ts';
import { decisiveArgument, type EvidenceArgument, type Warning } from '../model/verdict.ts';
import { listedArguments } from './words/finding.ts';
import { positionWords, shorten, wrap } from './words/layout.ts';
import { nestingOf, originFacts, originLabel, shortId } from './words/origin.ts';
import { emphasise, statusWord, WORDS, waiverWords } from './words/status.ts';

/** The first line of a finding, without the blanks before it. */
const MAX_HEADING = 78;

/** An argument longer than this gets a line of its own. */
const MAX_COLUMNS = 40;

const STRICT = '--strict treats warnings as failures';

export function findingLines(finding: Finding, isOneOfMany: boolean, chalk: ChalkInstance): string[] {
  const word = isOneOfMany ? `${statusWord(outcomeOf(finding), chalk)}  ` : '';
  const shown = listedArguments(finding.evidence.arguments);
  const isExplained = shown.some(({ effective }) => effective);
  const left = finding.evidence.arguments.length - shown.length;
  const { excerpt, origin } = finding;
  return [
    origin.kind === 'file'
      ? fileHeading(finding, origin, word, chalk)
      : processHeading(finding, origin, word, chalk),
    ...belongingLines(origin, chalk),
    ...(excerpt ? excerptLines(excerpt, shown, chalk) : shown.flatMap(argumentLines)),
    ...(left > 0 ? [`    … and ${left} more`] : []),
    ...(isExplained ? [] : wrap(shorten(finding.reason), '    ')),
    ...(finding.hint === undefined ? [] : wrap(finding.hint, '    ')),
    ...(finding.waiver === undefined
      ? []
      : emphasise(wrap(waiverWords(finding.waiver), '    '), 'waived', chalk.yellow)),
    ...finding.warnings.flatMap((warning) => warningLines(warning, chalk)),
    ...(isExplained && finding.failsByWarnings ? [`    ${STRICT}`] : []),
  ];
}

/** One about a place in a file begins with the position, unless it names the file itself. */
export function warningLines({ code, message, position }: Warning, chalk: ChalkInstance): string[] {
  const text = `${message} [${code}]`;
  const lines =
    position === undefined || message.includes(position.path)
      ? wrap(text, '    warning  ')
      : [`    warning  ${positionWords(position)}`, ...wrap(text, '      ')];
  return emphasise(lines, 'warning', chalk.yellow);
}

/** A path that is too long for the line gets one of its own. */
function processHeading(finding: Finding, origin: Origin, word: string, chalk: ChalkInstance): string {
  const description = originLabel(origin, '  ');
  const path = shorten(originFacts(origin).executable ?? '');
  const isLong =
    path !== '' && `${finding.program}  ${description}`.length + lengthOf(word, finding) > MAX_HEADING;
  const rest = isLong ? `${description.slice(0, -path.length).trimEnd()}\n    ${path}` : description;
  return `  ${word}${chalk.bold(finding.program)}  ${rest}`;
}

/** How long the word of a status is without its colour. */
function lengthOf(word: string, finding: Finding): number {
  return word === '' ? 0 : WORDS[outcomeOf(finding)].length + 2;
}

/** Begins with the position, which terminals make a link. */
function fileHeading(finding: Finding, origin: FileOrigin, word: string, chalk: ChalkInstance): string {
  const { path, object, container, format } = origin;
  const decisive = decisiveArgument(finding.evidence);
  const { line, column } = (decisive?.path === undefined ? decisive?.span : undefined) ?? origin;
  const what = [object ?? format, ...(container === null ? [] : [`container ${container}`])]
    .map(shorten)
    .join('  ');
  const place = positionWords({ path, line, column });
  const isLong = place.length + what.length + lengthOf(word, finding) + 2 > MAX_HEADING;
  return `  ${place}${isLong ? '\n    ' : '  '}${word}${chalk.bold(what)}`;
}

/** The lines around the argument that decides, with it underlined; the notes on other uses follow. */
function excerptLines(
  { lines, underline }: Excerpt,
  shown: readonly EvidenceArgument[],
  chalk: ChalkInstance,
): string[] {
  const width = Math.max(...lines.map(({ number }) => String(number).length));
  const at = shown.find(({ effective }) => effective) ?? shown[0];
  const marks = ' '.repeat(underline.column - 1) + '^'.repeat(underline.length);
  return [
    ...lines.flatMap(({ number, indent, text }) => [
      `    ${chalk.dim(`${String(number).padStart(width)} |`)} ${' '.repeat(indent)}${text}`.trimEnd(),
      ...(number === underline.line
        ? [`    ${chalk.dim(`${' '.repeat(width)} |`)} ${chalk.bold(marks)}`]
        : []),
    ]),
    ...(at ? wrap(isUnderlined(at, lines) ? at.note : `${shorten(at.text)} ${at.note}`, '    ') : []),
    ...shown.filter((argument) => argument !== at).flatMap(argumentLines),
  ];
}

/** An argument may be written in other words: as a variable, or as a key and its value. */
function isUnderlined({ text }: EvidenceArgument, lines: Excerpt['lines']): boolean {
  return lines.some((line) => line.text.includes(text));
}

function argumentLines({ text, index, note, path, span }: EvidenceArgument): string[] {
  const argument = `    ${shorten(text)}`;
  if (path !== undefined && span) {
    return [argument, `      ${positionWords({ ...span, path })}`, ...wrap(note, '      ')];
  }
  const explanation = `(argument ${index}) ${note}`;
  return argument.length <= MAX_COLUMNS
    ? wrap(explanation, `${argument}   `)
    : [argument, ...wrap(explanation, '      ')];
}

/** Distinguishes several servers of one host. */
function belongingLines(origin: Origin, chalk: ChalkInstance): string[] {
  const { unit, podUid, containerId } = originFacts(origin);
  const nesting = nestingOf(origin);
  const parts = [
    ...(unit === null ? [] : [`unit ${shorten(unit)}`]),
    ...(podUid === null ? [] : [`pod ${podUid}`]),
    ...(containerId === null ? [] : [`container ${shortId(containerId)}`]),
  ];
  const lines = [parts.join('  '), nesting === undefined ? '' : `in ${nesting}`];
  return lines.filter((line) => line !== '').map((line) => chalk.dim(`    ${line}`));
}
