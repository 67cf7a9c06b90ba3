import { parseBool } from '../../model/argument.ts';
import { encodeText } from '../system/bytes.ts';

/** Widths of terminals, of lists without a terminal, and sizes of buffers. */
const COLUMNS = [80, 100, 120, 132, 160, 200, 256, 512, 1024, 2048, 4096];

/** A line is one shorter if the last column is kept free, as in BSD and BusyBox, or held a blank. */
const USUAL_LINES = new Set(COLUMNS.flatMap((width) => [width - 1, width]));

/** Solaris keeps 80 bytes of a command line and Linux up to 4.1 4096, each with a NUL at the end. */
const USUAL_COMMANDS = new Set([79, ...COLUMNS, 4095]);

/** Many flags begin like this, and a line that ends there is certainly cut off. */
const FLAG_GROUP = '--kubelet';
const FLAG = '--kubelet-https=';

export interface ListLine {
  readonly line: string;
  /** What follows the columns, if the line fits them. */
  readonly command: string;
  readonly isOfServer: boolean;
  /** No newline ends it, as the last line of an incomplete list. */
  readonly isOpen: boolean;
}

/**
 * Says how a line of a list is cut off; undefined for a complete one. A width cuts every line: a cut line is the
 * longest. Its length is a usual one, or that of several lines, one of them of another program.
 */
export function cutsOf(lines: readonly ListLine[]): (line: ListLine) => string | undefined {
  const longestLine = longestOf(lines.map(({ line }) => line));
  const longestCommand = longestOf(lines.map(({ command }) => command));
  const longest = lines.filter(({ line }) => line.length === longestLine);
  const isEdge = longest.length > 1 && longest.some(({ isOfServer }) => !isOfServer);
  return ({ line, command, isOpen }) => {
    if (isOpen) return 'the list ends in the middle of this line, or without a newline';
    if (/(?:…|\.\.\.)$/.test(line) || command.endsWith('…')) return 'the line ends with an ellipsis';
    if ((isEdge && line.length === longestLine) || isUsual(line, longestLine, USUAL_LINES))
      return `the list seems to be cut off at column ${line.length}`;
    if (isUsual(command, longestCommand, USUAL_COMMANDS))
      return `the list seems to cut commands off after ${command.length} characters`;
    if (line.length >= longestLine && endsInFlag(command)) return 'the line may be cut off in its last word';
    return undefined;
  };
}

/** Whether the last word may be the beginning of the flag with its value. */
function endsInFlag(command: string): boolean {
  const last = command.slice(command.lastIndexOf(' ') + 1);
  const isBeginning = ['false', 'true'].some((value) => `${FLAG}${value}`.startsWith(last));
  return isBeginning && last.length > FLAG_GROUP.length && parseBool(last.slice(FLAG.length)) === undefined;
}

function isUsual(text: string, longest: number, usual: ReadonlySet<number>): boolean {
  return text.length >= longest && (usual.has(text.length) || usual.has(encodeText(text).length));
}

/** Among lines of ASCII, for every user can start a process with characters that take no column. */
function longestOf(texts: readonly string[]): number {
  return texts.reduce((most, text) => (/^[ -~]*$/.test(text) ? Math.max(most, text.length) : most), 0);
}

/** The last word of a cut line may be incomplete. A bool is the same without its last letters. */
export function withoutCut<T extends { readonly text: string }>(
  args: readonly T[],
  command: string,
): readonly T[] {
  const last = args.at(-1)?.text ?? '';
  const equals = last.indexOf('=');
  const isWhole = /\s$/.test(command) || (equals > 0 && parseBool(last.slice(equals + 1)) !== undefined);
  return isWhole || args.length < 2 ? args : args.slice(0, -1);
}
