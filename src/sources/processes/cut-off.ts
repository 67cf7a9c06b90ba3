import { parseBool } from '../../model/argument.ts';
import { encodeText } from '../system/bytes.ts';

/** Columns of terminals, of lists that go to no terminal, and sizes of buffers. */
const COLUMNS = [80, 100, 120, 132, 160, 200, 256, 512, 1024, 2048, 4096];

/** A line ends one column before where its last one is kept free, as in BSD and BusyBox, or a blank was there. */
const USUAL_LINES = new Set(COLUMNS.flatMap((width) => [width - 1, width]));

/** Solaris keeps 80 bytes of a command line and Linux up to 4.1 4096, each with a NUL at the end. */
const USUAL_COMMANDS = new Set([79, ...COLUMNS, 4095]);

/** Many flags begin like it, and a line that ends there is cut off for sure. */
const FLAG_GROUP = '--kubelet';
const FLAG = '--kubelet-https=';

export interface ListLine {
  readonly line: string;
  /** What stands behind the columns, if the line fits them. */
  readonly command: string;
  /** It is of an API server. */
  readonly isOfServer: boolean;
  /** It has no line end, as the last one of a list that is not whole. */
  readonly isOpen: boolean;
}

/**
 * Says how a line of a list is cut off; undefined for one that is whole. A width cuts every line: none that is cut is
 * shorter than another one. Its length is a usual one, or that of several lines, one of them of another program.
 */
export function cutsOf(lines: readonly ListLine[]): (line: ListLine) => string | undefined {
  const longestLine = longestOf(lines.map(({ line }) => line));
  const longestCommand = longestOf(lines.map(({ command }) => command));
  const longest = lines.filter(({ line }) => line.length === longestLine);
  const isEdge = longest.length > 1 && longest.some(({ isOfServer }) => !isOfServer);
  return ({ line, command, isOpen }) => {
    if (isOpen) return 'the list ends in the midst of this line, or has no line end there';
    if (line.endsWith('…') || line.endsWith('...')) return 'the line ends with an ellipsis';
    if ((isEdge && line.length === longestLine) || isUsual(line, longestLine, USUAL_LINES))
      return `the list seems to be cut off at column ${line.length}`;
    if (isUsual(command, longestCommand, USUAL_COMMANDS))
      return `the list seems to cut commands off after ${command.length} characters`;
    if (line.length >= longestLine && endsInFlag(command)) return 'the line may be cut off in its last word';
    return undefined;
  };
}

/** Whether the last word may be the beginning of the flag with its value, cut off at any width. */
function endsInFlag(command: string): boolean {
  const last = command.slice(command.lastIndexOf(' ') + 1);
  const isBeginning = ['false', 'true'].some((value) => `${FLAG}${value}`.startsWith(last));
  return isBeginning && last.length > FLAG_GROUP.length && parseBool(last.slice(FLAG.length)) === undefined;
}

function isUsual(text: string, longest: number, usual: ReadonlySet<number>): boolean {
  return text.length >= longest && (usual.has(text.length) || usual.has(encodeText(text).length));
}

/** Of lines in which a character is a column. Every user can start a process with characters that take none. */
function longestOf(texts: readonly string[]): number {
  return texts.reduce((most, text) => (/^[ -~]*$/.test(text) ? Math.max(most, text.length) : most), 0);
}
