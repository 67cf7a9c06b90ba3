import type { Argument } from '../../model/argument.ts';
import type { Invocation } from '../../model/invocation.ts';
import { parseRelease } from '../../model/release.ts';
import type { Warning } from '../../model/verdict.ts';
import type { WrittenArgument, WrittenInvocation } from './file-format.ts';
import { unwrapShell } from './shell/unwrap-shell.ts';
import { outermost, type SourceFile } from './source-file.ts';

/** A placeholder that something else fills in before the file is used: envsubst, a shell, Helm, Jinja, ERB. */
const TEMPLATE = /\$\{|\$[A-Za-z_]|\{\{|<%/;

/** What a file starts, with lines and columns. Shells are unwrapped. */
export function toInvocations(
  written: readonly WrittenInvocation[],
  format: string,
  file: SourceFile,
): Invocation[] {
  return written
    .flatMap((invocation) => unwrapShell(invocation, invocation.file ?? file))
    .map(({ file: own = file, ...rest }) => {
      const { object, container, start, version, details, environment, ignored } = rest;
      const { boundaries = 'kept', editInstead, mayGoOn } = rest;
      const { line, column } = own.spanOf(start, start + 1);
      const release = version === undefined ? undefined : parseRelease(version);
      return {
        origin: { kind: 'file', path: outermost(own).path, line, column, format, object, container },
        arguments: rest.arguments.map((argument, index) => {
          const { range, ...read } = toArgument(argument, index, own);
          return editInstead === undefined && range ? { ...read, range } : read;
        }),
        boundaries,
        lines: outermost(own).lines,
        ...(environment && { environment: environment.map((one, index) => toArgument(one, index, own)) }),
        ...(ignored && { warnings: [ignoredLines(own, ignored)] }),
        ...(details && { container: details }),
        ...(release && { release }),
        ...(editInstead !== undefined && { editInstead }),
        ...(mayGoOn && { mayGoOn }),
      };
    });
}

function ignoredLines(file: SourceFile, { start, reason }: { start: number; reason: string }): Warning {
  const { line, column } = file.spanOf(start, start + 1);
  const message = `${reason}: from line ${line} on, they are not arguments of the server.`;
  return { code: 'ignored-lines', message, position: { path: outermost(file).path, line, column } };
}

/** It has a path if it is not written in `own`. */
export function toArgument(
  {
    text,
    start,
    end,
    optionStart = start,
    isUnknown,
    whyUnknown,
    assignedAt,
    isSplit,
    file,
  }: WrittenArgument,
  index: number,
  own: SourceFile | undefined,
): Argument {
  const source = file ?? own;
  const path = source && outermost(source).path;
  return {
    text,
    index,
    ...(source && {
      span: source.spanOf(contentStart(source.text, start), end),
      range: source.rangeOf(optionStart, end),
      ...(source.isEncoded && { encodedIn: source.path }),
    }),
    ...(path !== undefined && path !== (own && outermost(own).path) && { path }),
    ...(isUnknown && { isUnknown }),
    ...(whyUnknown !== undefined && { whyUnknown }),
    ...(assignedAt && { assignedAt }),
    ...(!isUnknown && TEMPLATE.test(text) && { isUnknown: true as const, isTemplate: true as const }),
    ...(isSplit && { isSplit }),
  };
}

/** The start of a block scalar's text, after the line with its header; any other start as it is. */
function contentStart(text: string, start: number): number {
  const header = /[|>][-+\d]*[ \t]*(?:#[^\n]*)?\r?\n\s*/y;
  header.lastIndex = start;
  return header.test(text) ? header.lastIndex : start;
}
