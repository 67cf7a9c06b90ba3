import type { FileOrigin, Origin } from '../model/invocation.ts';
import { type Excerpt, type Finding, outcomeOf } from '../model/report.ts';
import { decisiveArgument, type EvidenceArgument, type Warning } from '../model/verdict.ts';
import { columnsOf, wrap, wrapParts } from '../model/wrap.ts';
import { listedArguments } from './words/finding.ts';
import { positionWords, shorten } from './words/layout.ts';
import { belongingOf, nestingOf, originFacts, originParts, shortId } from './words/origin.ts';
import { inColourOf, type ShownStatus, statusWord, waiverWords } from './words/status.ts';
import type { Style } from './words/style.ts';

const STRICT = '--strict treats warnings as failures';

export function findingLines(finding: Finding, isOneOfMany: boolean, style: Style): string[] {
  const { columns } = style;
  const { excerpt, origin } = finding;
  const status = outcomeOf(finding);
  const word = isOneOfMany ? `${statusWord(status, style.chalk)}  ` : '';
  const shown = listedArguments(finding.evidence.arguments);
  const isExplained = shown.some(({ effective }) => effective);
  const left = finding.evidence.arguments.length - shown.length;
  return [
    ...(origin.kind === 'file'
      ? fileHeading(finding, origin, word, style)
      : wrapParts([word + style.chalk.bold(finding.program), ...originParts(origin)], '  ', columns)),
    ...belongingLines(origin, style),
    ...(excerpt
      ? excerptLines(excerpt, shown, status, style)
      : shown.flatMap((argument) => argumentLines(argument, status, style))),
    ...(left > 0 ? [`    … and ${left} more`] : []),
    ...(isExplained ? [] : wrap(shorten(finding.reason), '    ', columns)),
    ...(finding.hint === undefined ? [] : wrap(finding.hint, '    ', columns)),
    ...waiverLines(finding, style),
    ...finding.warnings.flatMap((warning) => warningLines(warning, style)),
    ...(isExplained && finding.failsByWarnings ? [`    ${STRICT}`] : []),
  ];
}

function waiverLines({ waiver }: Finding, { chalk, columns }: Style): string[] {
  if (waiver === undefined) return [];
  return wrap(waiverWords(waiver).replace(/^waived/, chalk.yellow.bold('waived')), '    ', columns);
}

/** A server in one line, which says no more of it than there is room for after `lead`. */
export function serverLine(finding: Finding, lead: string, style: Style): string {
  const { origin, program } = finding;
  const [position = '', ...pid] = originParts(origin);
  const [name, more = ''] =
    origin.kind === 'file'
      ? [linkedPlace(finding, origin, style), shorten(origin.object ?? origin.format)]
      : origin.kind === 'ps'
        ? [`${program}  ${position}`, pid.join('  ')]
        : [`${program}  pid ${origin.pid}`, belongingOf(origin)];
  const whole = `${lead}${name}  ${more}`;
  return more !== '' && columnsOf(whole) <= style.columns ? whole : `${lead}${name}`;
}

/** One about a place in a file begins with the position, unless it names the file itself. */
export function warningLines(
  { code, message, position }: Warning,
  { chalk, columns, linked }: Style,
): string[] {
  const text = `${message} [${code}]`;
  const lead = `    ${chalk.yellow.bold('warning')}  `;
  return position === undefined || message.includes(position.path)
    ? wrap(text, lead, columns)
    : [`${lead}${linked(positionWords(position), position.path)}`, ...wrap(text, '      ', columns)];
}

/** In one line, or what the file has in a line of its own. */
function fileHeading(finding: Finding, origin: FileOrigin, word: string, style: Style): string[] {
  const { object, container, format } = origin;
  const place = word + linkedPlace(finding, origin, style);
  const names = [object ?? format, ...(container === null ? [] : [`container ${container}`])];
  const what = names.map((name) => style.chalk.bold(shorten(name)));
  const whole = wrapParts([place, ...what], '  ', style.columns);
  return whole.length === 1 ? whole : [`  ${place}`, ...wrapParts(what, '    ', style.columns)];
}

/** The position of what decides, which terminals make a link. */
function linkedPlace({ evidence }: Finding, origin: FileOrigin, { linked }: Style): string {
  const decisive = decisiveArgument(evidence);
  const { line, column } = (decisive?.path === undefined ? decisive?.span : undefined) ?? origin;
  return linked(positionWords({ path: origin.path, line, column }), origin.path);
}

/** The lines around the argument that decides, with it underlined; the notes on other uses follow. */
function excerptLines(
  excerpt: Excerpt,
  shown: readonly EvidenceArgument[],
  status: ShownStatus,
  style: Style,
): string[] {
  const { chalk, columns } = style;
  const width = Math.max(...excerpt.lines.map(({ number }) => String(number).length));
  const { lines, underline } = fitted(excerpt, columns - width - '     | '.length);
  const at = shown.find(({ effective }) => effective) ?? shown[0];
  return [
    ...lines.flatMap(({ number, indent, text }) => {
      const margin = chalk.dim(`${String(number).padStart(width)} |`);
      if (number !== underline.line) return [`    ${margin} ${' '.repeat(indent)}${text}`.trimEnd()];
      const start = underline.column - 1 - indent;
      const [before, own] = [text.slice(0, start), text.slice(start, start + underline.length)];
      const painted = `${before}${inColourOf(status, own, chalk)}${text.slice(start + own.length)}`;
      const marks = inColourOf(status, '^'.repeat(columnsOf(own)), chalk);
      return [
        `    ${margin} ${' '.repeat(indent)}${painted}`,
        `    ${chalk.dim(`${' '.repeat(width)} |`)} ${' '.repeat(indent + columnsOf(before))}${marks}`,
      ];
    }),
    ...(at
      ? wrap(isUnderlined(at, lines) ? at.note : `${shorten(at.text)} ${at.note}`, '    ', columns)
      : []),
    ...shown
      .filter((argument) => argument !== at)
      .flatMap((argument) => argumentLines(argument, status, style)),
  ];
}

/** Where a line does not fit, all lose the indent that they share, and those around the one that matters are cut. */
function fitted(excerpt: Excerpt, columns: number): Excerpt {
  const { lines, underline } = excerpt;
  if (lines.every(({ indent, text }) => indent + columnsOf(text) <= columns)) return excerpt;
  const shared = Math.min(...lines.filter(({ text }) => text !== '').map((line) => line.indent));
  return {
    lines: lines.map((line) => {
      const indent = Math.max(line.indent - shared, 0);
      const isCut = line.number !== underline.line && indent + columnsOf(line.text) > columns;
      const text = isCut ? `${line.text.slice(0, Math.max(columns - indent - 1, 0))}…` : line.text;
      return { ...line, indent, text };
    }),
    underline: { ...underline, column: underline.column - shared },
  };
}

/** An argument may be written in other words: as a variable, or as a key and its value. */
function isUnderlined({ text }: EvidenceArgument, lines: Excerpt['lines']): boolean {
  return lines.some((line) => line.text.includes(text));
}

function argumentLines(
  { text, index, note, path, span, effective }: EvidenceArgument,
  status: ShownStatus,
  { chalk, columns, linked }: Style,
): string[] {
  const argument = `    ${effective ? inColourOf(status, shorten(text), chalk) : shorten(text)}`;
  if (path !== undefined && span) {
    const place = linked(positionWords({ ...span, path }), path);
    return [argument, `      ${place}`, ...wrap(note, '      ', columns)];
  }
  const explanation = `(argument ${index}) ${note}`;
  return 2 * columnsOf(argument) <= columns
    ? wrap(explanation, `${argument}   `, columns)
    : [argument, ...wrap(explanation, '      ', columns)];
}

/** Distinguishes several servers of one host. */
function belongingLines(origin: Origin, { chalk, columns }: Style): string[] {
  const { unit, podUid, containerId } = originFacts(origin);
  const nesting = nestingOf(origin);
  const parts = [
    ...(unit === null ? [] : [`unit ${shorten(unit)}`]),
    ...(podUid === null ? [] : [`pod ${podUid}`]),
    ...(containerId === null ? [] : [`container ${shortId(containerId)}`]),
  ];
  return [
    ...(parts.length === 0 ? [] : wrapParts(parts, '    ', columns)),
    ...(nesting === undefined ? [] : wrap(`in ${nesting}`, '    ', columns)),
  ].map((line) => chalk.dim(line));
}
