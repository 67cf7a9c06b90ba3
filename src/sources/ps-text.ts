import { mentionsApiServer } from '../model/api-server-words.ts';
import { AuditError } from '../model/audit-error.ts';
import type { HiddenArguments, Invocation } from '../model/invocation.ts';
import type { Problem } from '../model/problem.ts';
import type { SourceResult } from '../model/source-result.ts';
import { decodeBytes } from './decode-bytes.ts';
import { layoutByLooks, layoutOf, type PsLine, readPsLine } from './ps-line.ts';
import { splitAtBlanks } from './split-at-blanks.ts';

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const HINT = 'Give it what "ps -efww", "ps auxww" or "ps -eo pid,args" prints.';

interface NumberedLine {
  readonly line: string;
  readonly number: number;
}

/**
 * The lines of a saved process list that mention an API server: `ps -ef`, `ps aux`, `ps -eo pid,args` or bare command
 * lines, with or without header. Throws an AuditError for what is no process list.
 *
 * @param path names the list in reports, `-` for standard input.
 */
export function readPsText(bytes: Buffer, path: string): SourceResult {
  const name = path === '-' ? 'standard input' : path;
  if (bytes.includes(0)) throw new AuditError(`${name} holds NUL bytes and is no process list`, HINT);

  const lines = numberedLines(bytes);
  // Only the first line can be a header, or a repetition of it: a process must not be able to pose as one.
  const header = lines[0]?.line;
  const announced = header === undefined ? undefined : layoutOf(header);
  const processes = announced ? lines.filter(({ line }) => line !== header) : lines;
  if (processes.length === 0) throw new AuditError(`${name} holds no processes`, HINT);
  const layout = announced ?? layoutByLooks(processes.map(({ line }) => line));

  const read = processes.map(({ line, number }) => ({ line, number, process: readPsLine(line, layout) }));
  const commands = read.flatMap(({ process }) => (process ? [process] : []));
  const hidden = commands.every(hasNoArguments) ? NO_ARGUMENTS : cutOff(processes);
  const invocations: Invocation[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { line, number, process } of read) {
    if (!mentionsApiServer(line)) continue;
    if (process === undefined) {
      problems.push({
        path,
        message: `line ${number} mentions an API server and is no line of a process list`,
        hint: HINT,
      });
    } else if (process.pid === null || !seen.has(`${process.pid} ${process.command}`)) {
      // `ps -eL` has a line for each thread.
      seen.add(`${process.pid} ${process.command}`);
      invocations.push({
        origin: { kind: 'ps', path, line: number, pid: process.pid },
        arguments: splitAtBlanks(process.command),
        boundaries: 'lost',
        ...(hidden && (hidden.width === undefined || line.length === hidden.width) && { hidden: hidden.why }),
      });
    }
  }
  if (invocations.length === 0 && problems.length === 0 && !commands.some(looksLikeProcess)) {
    throw new AuditError(`${name} does not look like a process list`, HINT);
  }
  return { source: 'ps text', hostName: null, processes: processes.length, invocations, problems };
}

/** Whether bytes are a process list by their looks: a header, or a first line with a pid in its place. */
export function isPsText(bytes: Buffer): boolean {
  const [first] = numberedLines(bytes.subarray(0, 4096));
  if (first === undefined || bytes.includes(0)) return false;
  return (
    layoutOf(first.line) !== undefined ||
    typeof readPsLine(first.line, layoutByLooks([first.line]))?.pid === 'number'
  );
}

function numberedLines(bytes: Buffer): NumberedLine[] {
  const text = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes;
  const decoded = decodeBytes(text);
  return decoded
    .split(decoded.includes('\n') ? '\n' : '\r')
    .map((line, index) => ({ line: line.replace(/\r$/, ''), number: index + 1 }))
    .filter(({ line }) => line.trim() !== '');
}

/** In a list of bare command lines at least one has a path or is a kernel thread. */
function looksLikeProcess({ pid, command }: PsLine): boolean {
  return pid !== null || /^(?:\/|\[\w)/.test(command);
}

function hasNoArguments({ command }: PsLine): boolean {
  return !/\S\s+\S/.test(command);
}

interface Hidden {
  readonly why: HiddenArguments;
  /** The length of the lines that are not whole; absent where none is. */
  readonly width?: number;
}

const NO_ARGUMENTS: Hidden = {
  why: { reason: 'the list shows programs without their arguments', hint: HINT },
};

/** A list is cut off where its longest line is as long as another, and one of them is not an API server's. */
function cutOff(lines: readonly NumberedLine[]): Hidden | undefined {
  const width = lines.reduce((most, { line }) => Math.max(most, line.length), 0);
  const longest = lines.filter(({ line }) => line.length === width);
  if (longest.length < 2 || longest.every(({ line }) => mentionsApiServer(line))) return undefined;
  const reason = `the list seems to be cut off: its longest lines all end at column ${width}`;
  return { why: { reason, hint: HINT }, width };
}
