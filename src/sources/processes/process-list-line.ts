/** How the columns before the command of a process list are laid out. */
export interface Layout {
  /** Matches a whole line; its groups `pid` (not in every layout) and `command`. */
  readonly line: RegExp;
}

export interface ProcessListLine {
  readonly pid: number | null;
  readonly command: string;
}

/** CPU time: `00:01:02`, `1-02:03:04`, `123:45`, and `0:00.01` on macOS. */
const TIME = String.raw`(?:\d+-)?\d+:\d\d(?::\d\d)?(?:\.\d+)?`;

/** Layouts of lists without a header. */
const LAYOUTS: readonly Layout[] = [
  // ps -ef: UID PID PPID C STIME TTY TIME CMD
  {
    line: new RegExp(
      String.raw`^\s*\S+\s+(?<pid>\d+)\s+\d+\s+\d+\s+\S+\s+\S+\s+${TIME}\s(?<command>.*)`,
      's',
    ),
  },
  // ps aux: USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND
  {
    line: new RegExp(
      String.raw`^\s*\S+\s+(?<pid>\d+)\s+[\d.]+\s+[\d.]+\s+\d+\s+\d+\s+\S+\s+\S+\s+\S+\s+${TIME}\s(?<command>.*)`,
      's',
    ),
  },
  // ps -e: PID TTY TIME CMD, ps ax: PID TTY STAT TIME COMMAND, BusyBox: PID USER TIME COMMAND
  { line: new RegExp(String.raw`^\s*(?<pid>\d+)\s+\S+\s+(?:\S+\s+)?${TIME}\s(?<command>.*)`, 's') },
  // ps -eo user,pid,args
  { line: /^[a-z_][\w+$-]*\s+(?<pid>\d+)\s(?<command>.*)/s },
  // ps -eo pid,args
  { line: /^\s*(?<pid>\d+)\s(?<command>.*)/s },
];

const BARE: Layout = { line: /^(?<command>\S.*)/s };

/** Columns with blanks inside their values: the start as `lstart` and `start` write it. */
const WITH_BLANKS = new Map([
  ['STARTED', String.raw`(?:[A-Z]\w\w [A-Z]\w\w [ \d]\d [\d:]{8} \d{4}|[A-Z]\w\w \d\d|\S+)`],
  ['STIME', String.raw`(?:[A-Z]\w\w \d\d|\S+)`],
]);

const MAX_COLUMNS = 64;
const COMMAND_COLUMNS = new Set(['CMD', 'COMMAND', 'ARGS']);

/** The layout that a header announces; undefined for any other line. */
export function layoutOf(line: string): Layout | undefined {
  const columns = line.trim().split(/\s+/, MAX_COLUMNS);
  const last = columns.pop() ?? '';
  const isHeader =
    COMMAND_COLUMNS.has(last) &&
    (columns.length === 0 || columns.includes('PID')) &&
    columns.every((column) => /^[A-Z%][A-Z%+]*$/.test(column));
  if (!isHeader) return undefined;
  const fields = columns.map((column, index) => {
    if (column === 'PID' && columns.indexOf('PID') === index) return String.raw`(?<pid>\d+)\s+`;
    const isFirst = columns.indexOf(column) === index;
    return `${(isFirst && WITH_BLANKS.get(column)) || String.raw`\S+`}\\s+`;
  });
  return { line: new RegExp(String.raw`^\s*${fields.join('')}(?<command>.*)`, 's') };
}

/** The layout of a list without a header: one that fits every line, else that of bare command lines. */
export function layoutByLooks(lines: readonly string[]): Layout {
  return LAYOUTS.find(({ line }) => lines.every((text) => line.test(text))) ?? BARE;
}

/** Undefined if the line does not fit the layout. */
export function readProcessListLine(text: string, { line }: Layout): ProcessListLine | undefined {
  const groups = line.exec(text)?.groups;
  if (groups?.command === undefined || (line === BARE.line && hasColumns(groups.command))) return undefined;
  return {
    pid: groups.pid === undefined ? null : Number(groups.pid),
    // `ps --forest` draws a tree before the command; BusyBox writes the process name there if it differs.
    command: groups.command.replace(/^[ |]*\\_ /, '').replace(/^\{[^{}]*\} /, ''),
  };
}

/** Whether a command line has the columns of a list before the name of an API server. */
function hasColumns(command: string): boolean {
  const words = command.split(/\s+/, MAX_COLUMNS);
  const server = words.findIndex((word) => /(?:^|\/)(?:kube-apiserver|hyperkube)$/.test(word));
  return words.slice(0, Math.max(server, 0)).some((word) => /^\d+$|^\d+:\d\d|^\w+=|[│├└─]/.test(word));
}
