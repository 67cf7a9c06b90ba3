import { isApiServerProgram, mayBeginProgram, mentionsApiServer } from '../../model/api-server-words.ts';
import { splitAtBlanks } from '../../model/argument.ts';
import type { Scan } from '../../model/discovery.ts';
import type { HiddenArguments, Invocation } from '../../model/invocation.ts';
import { AuditError, type Problem } from '../../model/problem.ts';
import { decodeBytes } from '../system/bytes.ts';
import { isContainerHeader } from './container-list.ts';
import { cutsOf, type ListLine, withoutCut } from './cut-off.ts';
import {
  isLineOfList,
  isLineOfServer,
  layoutByLooks,
  readAnnouncedLine,
  readGuessedLine,
} from './guessed-layout.ts';
import { layoutOf, type ProcessListLine } from './process-list-line.ts';
import { commandAtPrompt, isPrompt } from './prompt.ts';

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const HINT = 'Give the output of "ps -efww", "ps auxww" or "ps -eo pid,args".';

/** `ps ax` puts a name in brackets if it sees no arguments. */
const BRACKETS = /^\[([^\s[\]]+)\]$/;

const CUT_HINT = 'Give the complete output of "ps -efww" or "ps auxww", with its last newline.';

interface ReadLine extends ListLine {
  /** Undefined if the line does not fit the layout of the list. */
  readonly process: ProcessListLine | undefined;
}

interface NumberedLine {
  readonly line: string;
  readonly number: number;
  /** No newline ends it. */
  readonly isOpen: boolean;
}

/**
 * The lines of a saved process list that mention an API server: `ps -ef`, `ps aux`, `ps -eo pid,args` or bare command
 * lines, with or without header. `path` names the list in reports, `-` is standard input. Throws an AuditError for
 * anything but a process list.
 */
export function readProcessList(bytes: Buffer, path: string): Scan {
  const name = path === '-' ? 'standard input' : path;
  if (bytes.includes(0))
    throw new AuditError(`${name} contains NUL bytes, so it is not a process list`, HINT);

  const lines = writtenLines(bytes).filter(({ line }) => !isFrame(line));
  if (lines[0]?.line.startsWith('#!'))
    throw new AuditError(`${name} is a script`, 'Audit the process that it starts.');
  // Only the first line, or a repetition of it, is a header: a process must not be able to pose as one.
  const header = lines[0]?.line;
  const announced = header === undefined ? undefined : layoutOf(header);
  const processes = announced ? lines.filter(({ line }) => line !== header) : lines;
  if (processes.length === 0) throw new AuditError(`${name} lists no processes`, HINT);
  const guess = announced ? undefined : layoutByLooks(processes.map(({ line }) => line));

  const read = processes.map((text) => {
    const process = guess
      ? readGuessedLine(text.line, guess)
      : announced && readAnnouncedLine(text.line, announced);
    const isOfServer = mentionsApiServer(text.line);
    return { ...text, process, command: process?.command ?? '', isOfServer };
  });
  const commands = read.flatMap(({ process }) => (process ? [process] : []));
  const cutOf = cutsOf(read);
  const invocations: Invocation[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const text of read) {
    const { number, process, isOfServer } = text;
    if (process?.hasEnded) continue;
    const reason = cutOf(text);
    const isUnclear = reason !== undefined && mayHideServer(text, invocations.length > 0);
    // A line that begins with a flag continues one that was wrapped.
    const isNoProcess = process === undefined || process.command.startsWith('--');
    if (isUnclear || (isOfServer && isNoProcess)) {
      const message = isUnclear
        ? `may be that of an API server: ${reason}`
        : 'mentions an API server, but not as a line of a process list whose program is certain';
      problems.push({ path, line: number, message, hint: isUnclear ? CUT_HINT : HINT });
    } else if (isOfServer && process && (process.pid === null || !seen.has(keyOf(process)))) {
      seen.add(keyOf(process));
      const args = splitAtBlanks(process.command.replace(BRACKETS, '$1'));
      invocations.push({
        origin: { kind: 'ps', path, line: number, pid: process.pid },
        arguments: reason === undefined ? args : withoutCut(args, process.command),
        boundaries: 'lost',
        ...(reason !== undefined
          ? { mayGoOn: { reason, hint: CUT_HINT } }
          : args.length < 2 && { mayGoOn: NO_ARGUMENTS }),
      });
    }
  }
  if (invocations.length === 0 && problems.length === 0 && !commands.some(looksLikeProcess)) {
    throw new AuditError(`${name} does not look like a process list`, HINT);
  }
  return { source: 'ps text', hostName: null, processes: processes.length, invocations, problems };
}

/** Whether the first line, after a prompt, is a header or has columns of a process list. */
export function isProcessList(bytes: Buffer): boolean {
  const lines = writtenLines(bytes.subarray(0, 4096));
  const first = lines.find(({ line }) => !isFrame(line));
  if (first === undefined || bytes.includes(0)) return false;
  const isContainerList = isContainerHeader(lines.find(({ line }) => !isPrompt(line))?.line ?? '');
  return isContainerList || layoutOf(first.line) !== undefined || isLineOfList(first.line);
}

/** What is before a command in the trees of `pstree` and `systemd-cgls`. */
const BRANCH = /^[\s|`│├└─]*[|`─]-?(?:\d+ )?/;

/** Whether a line of a text in no other format shows an API server: after columns, in a tree of processes, or at a prompt. */
export function showsServer(text: string): boolean {
  return text.split('\n').some((line) => {
    if (!mentionsApiServer(line)) return false;
    const branch = BRANCH.exec(line)?.[0];
    const command = commandAtPrompt(line) ?? (branch && line.slice(branch.length)) ?? '';
    const [program = '', flag] = command.split(/\s+/, 2);
    const isCommand = flag?.startsWith('--') && isApiServerProgram(program.replace(/,\d+$/, ''));
    return isCommand || isLineOfServer(line);
  });
}

/** Whether it is what a terminal shows around a list: a prompt, or a header that is no line of `ps`. */
function isFrame(line: string): boolean {
  return isPrompt(line) || isContainerHeader(line);
}

const ESCAPE = '\u001b';
const BELL = '\u0007';
/** What `grep --color` and other programs write between words: CSI and OSC sequences. */
const ESCAPE_CODES = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)?)`,
  'g',
);

/** Those with anything in them, without escape codes. */
function writtenLines(bytes: Buffer): NumberedLine[] {
  const text = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes;
  const decoded = decodeBytes(text).replace(ESCAPE_CODES, '');
  return decoded
    .split(decoded.includes('\n') ? '\n' : '\r')
    .map((line, index, { length }) => ({
      line: line.replace(/\r$/, ''),
      number: index + 1,
      isOpen: index === length - 1,
    }))
    .filter(({ line }) => line.trim() !== '');
}

/** Of bare command lines, at least one has a path or is a kernel thread. */
function looksLikeProcess({ pid, command }: ProcessListLine): boolean {
  return pid !== null || /^(?:\/|\[\w)/.test(command);
}

/** `ps -eL` has a line for each thread. */
function keyOf({ pid, command }: ProcessListLine): string {
  return `${pid} ${command}`;
}

/** Whether a cut line ends in the name of its program, or before it in a list that shows no server. */
function mayHideServer({ process, isOpen }: ReadLine, isServerShown: boolean): boolean {
  return process ? mayBeginProgram(process.command) : isOpen && !isServerShown;
}

/** No API server runs without arguments: the list shows only programs, as `ps -e` does, or has them in brackets. */
const NO_ARGUMENTS: HiddenArguments = {
  reason: 'the list does not show its arguments',
  hint: HINT,
};
