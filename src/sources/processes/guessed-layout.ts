import { isApiServerProgram, mentionsFlag } from '../../model/api-server-words.ts';
import { isBystander } from '../../model/other-programs.ts';
import { readContainerLine } from './container-list.ts';
import {
  type Layout,
  layoutOfColumns,
  lineOf,
  MAX_COLUMNS,
  type ProcessListLine,
  START,
  STIME,
  wordsOf,
} from './process-list-line.ts';

/** CPU time: `00:01:02`, `1-02:03:04`, `123:45`, and `0:00.01` on macOS. */
const TIME = /^(?:\d+-)?\d+:\d\d(?::\d\d)?(?:\.\d+)?$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const STATE = /^[A-Z][<+|A-Za-z]*$/;
const TERMINAL = /^(?:\?\??|-|[A-Za-z]+\/?\d*)$/;

/** What the columns of a list without a header hold; those that are not here may hold any word. */
const VALUES = new Map([
  ...['%CPU', '%MEM', 'LWP', 'NLWP', 'PGID', 'PPID', 'RSS', 'SID', 'VSZ'].map(
    (column) => [column, [[NUMBER]]] as const,
  ),
  ...['ELAPSED', 'TIME'].map((column) => [column, [[TIME]]] as const),
  ...['S', 'STAT'].map((column) => [column, [[STATE]]] as const),
  ['STARTED', [START]],
  ['STIME', STIME],
  ['TTY', [[TERMINAL]]],
]);

/** Layouts whose columns show where the command begins, by their headers. */
const PS_LAYOUTS = [
  'UID PID PPID C STIME TTY TIME', // ps -ef
  'USER PID %CPU %MEM VSZ RSS TTY STAT START TIME', // ps aux
  'UID PID PPID LWP C NLWP STIME TTY TIME', // ps -eLf
  'UID PID PPID C SZ RSS PSR STIME TTY TIME', // ps -eF
  'LABEL UID PID PPID C STIME TTY TIME', // ps -efZ
  'F S UID PID PPID C PRI NI ADDR SZ WCHAN STIME TTY TIME', // ps -elf
  'S UID PID PPID C PRI NI RSS SZ WCHAN STIME TTY TIME', // ps -elfy
  'F S UID PID PPID C PRI NI ADDR SZ WCHAN TTY TIME', // ps -el
  'S UID PID PPID C PRI NI RSS SZ WCHAN TTY TIME', // ps -ely
  'F UID PID PPID PRI NI VSZ RSS WCHAN STAT TTY TIME', // ps axl
  'PPID PID PGID SID TTY TPGID STAT UID TIME', // ps axj
  'PID PGID SID TTY TIME', // ps -ej
  'PID LWP TTY TIME', // ps -eL
  'PID TTY STAT TIME', // ps ax
  'PID TTY TIME', // ps -e
  'PID USER TIME', // BusyBox
  'PID STARTED', // ps -eo pid,lstart,args
  'PID ELAPSED', // ps -eo pid,etime,args
].map((header) => layoutOfColumns(header.split(' '), VALUES));
const SURE: readonly Layout[] = [readContainerLine, ...PS_LAYOUTS];

/** Layouts in which a column that is not expected passes for the command. */
const USER_PID = layoutOfColumns(['USER', 'PID'], new Map([['USER', [[/^[a-z_][\w+$-]*$/]]]]));
const PID = layoutOfColumns(['PID'], VALUES);
const TREE = /^[ |]*\\_ /;
/** A line that is indented is no command, unless `ps --forest` has drawn a tree there. */
const BARE: Layout = (text) => (/^\S/.test(text) || TREE.test(text) ? lineOf(null, text) : undefined);

/** The layout of a list without a header: one that fits every line, else that of bare command lines. */
export function layoutByLooks(lines: readonly string[]): Layout {
  const layouts = [...SURE, USER_PID, PID];
  return layouts.find((layout) => lines.every((text) => layout(text) !== undefined)) ?? BARE;
}

/**
 * A line of a list without a header. One that may be that of an API server is read by itself where the guessed layout
 * does not show a known program in it. Undefined if it does not fit, or if what it shows is not certain.
 */
export function readGuessedLine(text: string, guess: Layout): ProcessListLine | undefined {
  const guessed = guess(text);
  if (!hasServer(text) && !mentionsFlag(text)) return guessed;
  // What a shell has yet to expand or to join is no process.
  if (guess === BARE && /\$[\w({]|`|\\$/.test(text)) return undefined;
  const sure = SURE.includes(guess) ? guessed : readSurely(text);
  for (const line of [sure, guessed, readAfterColumns(text)])
    if (line && isKnown(programOf(line))) return line;
  const read = sure ?? guessed;
  const isUncertain = mentionsFlag(text) || (read !== undefined && mayBeColumns(read.command));
  return isUncertain ? undefined : read;
}

/**
 * A line read by the header of its list. Undefined if an API server with the flag stands after what is no known program:
 * it fits another header.
 */
export function readAnnouncedLine(text: string, layout: Layout): ProcessListLine | undefined {
  const line = layout(text);
  const fitsOther = line && !isKnown(programOf(line)) && mentionsFlag(text) && hasServer(line.command);
  return fitsOther ? undefined : line;
}

function hasServer(text: string): boolean {
  return wordsOf(text, text.length).some((word) => isApiServerProgram(word.text));
}

/**
 * Whether a line without a header has columns as process lists have them, or the tree of `ps --forest`. A time alone may be
 * that of a log.
 */
export function isLineOfList(text: string): boolean {
  if (TREE.test(text) || (readSurely(text) ?? USER_PID(text) ?? PID(text)) !== undefined) return true;
  const command = readAfterColumns(text)?.command;
  return (
    command !== undefined &&
    wordsOf(text.slice(0, -command.length), MAX_COLUMNS).some(({ text: word }) =>
      TELLING.some((pattern) => pattern.test(word)),
    )
  );
}

/** Whether a line without a header has columns before the program of an API server. */
export function isLineOfServer(text: string): boolean {
  return [readSurely(text), readAfterColumns(text)].some(
    (line) => line && isApiServerProgram(programOf(line)),
  );
}

function programOf({ command }: ProcessListLine): string {
  return wordsOf(command, 1)[0]?.text ?? '';
}

function isKnown(program: string): boolean {
  return isApiServerProgram(program) || isBystander(program);
}

function readSurely(text: string): ProcessListLine | undefined {
  return SURE.find((layout) => layout(text) !== undefined)?.(text);
}

/** States, terminals, and root. */
const TELLING = [/^[DIRSTWXZt][<LNls+]*$/, /^(?:tty\w*|pts\/\d+|\?\??)$/, /^root$/];

/** What columns hold and no program is called: numbers, times, dates, scheduling classes and the above. */
const COLUMNS = [
  NUMBER,
  TIME,
  /^\d+[KMG]$/,
  /^[\da-f]{16}$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:\d\d)?$/,
  /^(?:TS|FF|RR)$/,
  ...TELLING,
];

/** What says nothing alone: a value that is missing, and the tree of `ps --forest`. */
const FILLER = /^(?:-|\||\\_)$/;
const CONTAINER_ID = /^(?:[\da-f]{12,13}|[\da-f]{64})$/;
const USER = /^[A-Za-z_][\w.+$@-]*$/;

/**
 * The command after words that can only be columns, of which a number alone says too little after a word that may be
 * the name of a user. Undefined without such words.
 */
function readAfterColumns(text: string): ProcessListLine | undefined {
  const words = wordsOf(text, MAX_COLUMNS);
  const isColumn = (word: string) => COLUMNS.some((pattern) => pattern.test(word));
  const isBefore = words.map((word) => FILLER.test(word.text) || isColumn(word.text));
  const hasUser = isBefore[0] === false && USER.test(words[0]?.text ?? '');
  const program = isBefore.indexOf(false, hasUser ? 1 : 0);
  const columns = words
    .slice(hasUser ? 1 : 0, Math.max(program, 0))
    .filter(({ text: word }) => isColumn(word));
  const isEnough = hasUser ? columns.some(({ text: word }) => !NUMBER.test(word)) : columns.length > 0;
  return isEnough && program > 0 ? lineOf(null, text.slice(words[program]?.start)) : undefined;
}

/** Whether the words before the name of an API server may all be columns, variables, or a tree. */
function mayBeColumns(command: string): boolean {
  const words = wordsOf(command, MAX_COLUMNS).map(({ text }) => text);
  const server = words.findIndex(isApiServerProgram);
  const isContainer = CONTAINER_ID.test(words[0] ?? '');
  const mayBeColumn = (word: string) => isContainer || /^\w+=|^pts\/|^(?!-+[A-Za-z])[^/]*$/.test(word);
  return server > 0 && words.slice(0, server).every(mayBeColumn);
}
