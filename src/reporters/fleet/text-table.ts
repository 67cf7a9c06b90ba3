import { type HostResult, hostLabel } from '../../model/fleet.ts';
import { columnsOf, wrap } from '../../model/wrap.ts';
import { statusWord, WORDS } from '../words/status.ts';
import type { Style } from '../words/style.ts';
import { auditedWords, hostStatus, type listedHosts, notesOf } from './words.ts';

const GAP = 2;
/** `2026-01-31 12:00`. */
const TIME_WIDTH = 16;

const HEADS = { status: 'STATUS', host: 'HOST', audited: 'AUDITED (UTC)', note: 'NOTE' } as const;
type Row = Readonly<Record<keyof typeof HEADS, string>>;

/** A row for each host: a name that is too long for the line gets one of its own. */
export function hostTable(
  { shown, others }: ReturnType<typeof listedHosts>,
  { chalk, columns }: Style,
): string[] {
  const rows = shown.map(rowOf);
  const widest = (key: keyof Row) => Math.max(...[HEADS, ...rows].map((row) => columnsOf(row[key])));
  const status = rows.length === 0 ? 0 : widest('status');
  const room = columns - status - TIME_WIDTH - widest('note') - 4 * GAP;
  // A name that does not fit makes no room for itself in the other rows.
  const name = Math.max(
    HEADS.host.length,
    ...rows.map(({ host }) => columnsOf(host)).filter((width) => width <= room),
  );
  // On a narrow terminal no row has room for a name.
  const isStacked = room < HEADS.host.length;
  const indent = isStacked ? GAP : 2 * GAP + status + name;
  const line = (row: Row) => {
    const isLong = isStacked || columnsOf(row.host) > name;
    const rest = `${row.audited.padEnd(TIME_WIDTH)}  ${row.note}`;
    const place = isLong ? `${row.host}\n${' '.repeat(indent)}` : padded(row.host, name);
    return `  ${row.status.padEnd(status)}  ${place}  ${rest}`.trimEnd();
  };
  const lines = rows.map((row, index) => {
    const host = shown[index];
    const own = host === undefined ? 'unknown' : hostStatus(host);
    return line(row).replace(WORDS[own], statusWord(own, chalk));
  });
  return [
    ...(rows.length === 0 ? [] : [chalk.dim(line(HEADS)), ...lines]),
    ...(others === '' ? [] : wrap(`… and ${others} (-v lists them)`, '  ', columns)),
  ];
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(width - columnsOf(text));
}

function rowOf(host: HostResult): Row {
  return {
    status: WORDS[hostStatus(host)],
    host: hostLabel(host),
    audited: auditedWords(host) || '-',
    note: [...(host.reason === undefined ? [] : [host.reason]), ...notesOf(host)].join(', '),
  };
}
