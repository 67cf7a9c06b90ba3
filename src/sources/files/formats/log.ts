import { mentionsFlag } from '../../../model/api-server-words.ts';
import { groupBy } from '../../../model/group-by.ts';
import type { HiddenArguments } from '../../../model/invocation.ts';
import { InconclusiveFile } from '../../../model/problem.ts';
import { withoutCut } from '../../processes/cut-off.ts';
import type { ReadText, WrittenArgument, WrittenInvocation } from '../file-format.ts';
import { DOCUMENT } from '../flag-mentions.ts';

const BEFORE = 'Running ';
const MESSAGE = `${BEFORE}kube-apiserver --`;

/** A log begins with JSON, a line of journalctl, a level on a terminal, or soon has a time or a process. */
const FIRST_LINE = /^(?:\{"|-- |[A-Z]{4}\[|[^\n]{0,200}?(?:time="\d|level=|\w\[\d|\d\d:\d\d:\d\d))/;

const PRODUCT = /\b(?:k3s|rke2)\b/;

/** What precedes a message: its key in logrus or JSON, and a quote that is escaped within JSON; or a level on a terminal. */
const QUOTE = /(?:msg=|"(?:msg|message)\\*"\s*:\s*)(\\*)"$/;
const LEVEL = /[A-Z]{4}\[[^[\]]*\] $/;
const MAX_BEFORE = 100;

/** Colours of a terminal. */
const COLOUR = /\p{Cc}\[[\d;]*m/gu;

/** What follows the line of a message on a terminal, unless the terminal has wrapped it. */
const NEXT_LINE = /^\n(?:\p{Cc}\[|[A-Z]{4}\[|[IWEF]\d{4} |Flag --|\s*$)/u;

/** What precedes the text of a program on its line. */
const PREFIX = /^[^\n]{0,1000}?(?=\{|time=|level=|\p{Cc}\[|[A-Z]{4}\[)/u;
const PROCESS = /\w\[\d+\]/;
/** What `grep -n` writes before a line. */
const LINE_NUMBER = /^\d+[:-](?!\d)/;
const DATE_OR_TIME =
  /^(?:\[|\[?\d+(?:\.\d+)?\]?|\d{4}-\d\d-\d\d\S*|\d\d:\d\d:\d\d\S*|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun))$/;
const WRITER = /"(?:_HOSTNAME|host(?:name)?|pod(?:_name)?|container_id)"\s*:\s*"([^"]*)"/g;
const TIME = /time\\*"?[=:]\s*\\*"([\dTZ:.+-]+)/;

const EDIT_INSTEAD =
  'kube-apiserver-arg of k3s or RKE2 (config.yaml or config.yaml.d in /etc/rancher/k3s or /etc/rancher/rke2, ' +
  'or the unit that starts it)';

const CUT: HiddenArguments = {
  reason: 'the line of the log is cut off',
  hint: 'Give the whole line, such as from "journalctl -u k3s --no-pager" or "journalctl -u rke2-server --no-pager".',
};

const OUT_OF_ORDER: HiddenArguments = {
  reason: 'the log is not in the order of time, and may be that of several servers',
  hint: 'Audit the log of each host by itself, in the order of time.',
};

/** A line that says with which arguments an API server starts. */
interface Start {
  /** Its host or container, as far as the line shows it. */
  readonly writer: string;
  /** In milliseconds; NaN if the line has none. */
  readonly time: number;
  readonly invocation: WrittenInvocation;
}

/**
 * A log of k3s or RKE2, from a file, journalctl or a container. Each start has a line with all arguments, joined with
 * blanks; the last one of each host or container counts. Throws InconclusiveFile if there is none. See apiServer in
 * https://github.com/k3s-io/k3s/blob/master/pkg/daemons/control/server.go
 */
export const readLog: ReadText = ({ path, text }) => {
  // Documents show such lines as well.
  const beginning = text.slice(0, 4096).replace(COLOUR, '').trimStart();
  if (DOCUMENT.test(path) || !FIRST_LINE.test(beginning)) return undefined;
  const starts: Start[] = [];
  let lineEnd = 0;
  for (let at = text.indexOf(MESSAGE); at !== -1; at = text.indexOf(MESSAGE, lineEnd)) {
    const lineStart = text.lastIndexOf('\n', at) + 1;
    lineEnd = text.indexOf('\n', at);
    if (lineEnd === -1) lineEnd = text.length;
    const line = text.slice(lineStart, lineEnd);
    const invocation = readMessage(text, Math.max(lineStart, at - MAX_BEFORE), at, lineEnd);
    const time = Date.parse(TIME.exec(line)?.[1] ?? '');
    if (invocation) starts.push({ writer: writerOf(line), time, invocation });
  }
  const byWriter = groupBy(starts, ({ writer }) => [writer]);
  const last = [...byWriter.values()].map(lastOf).sort((a, b) => a.start - b.start);
  if (last.length === 0 && beginning.includes('level=') && PRODUCT.test(beginning))
    throw new InconclusiveFile(
      'it is a log in which no API server starts',
      'Give the log since the last start of k3s or RKE2, or audit the host itself.',
    );
  return last.length === 0 ? undefined : last;
};

/** The latest start. Unless the log is in the order of time, only that it fails is certain. */
function lastOf(starts: readonly Start[]): WrittenInvocation {
  const { invocation } = starts.reduce((latest, start) => (start.time < latest.time ? latest : start));
  const isInOrder = starts.every(({ time }, index) => !(time < (starts[index - 1]?.time ?? time)));
  const isSame = starts.every((start) => flagsIn(start) === flagsIn({ invocation }));
  return isInOrder || isSame ? invocation : { ...invocation, mayGoOn: OUT_OF_ORDER };
}

function flagsIn({ invocation }: Pick<Start, 'invocation'>): string {
  const flags = invocation.arguments.filter(({ text }) => mentionsFlag(text));
  return [invocation.mayGoOn?.reason, ...flags.map(({ text }) => text)].join('\n');
}

/** Without times and process ids, which differ from start to start. */
function writerOf(line: string): string {
  const prefix = (PREFIX.exec(line)?.[0] ?? '').replace(LINE_NUMBER, '').split(/\s+/);
  // Before a process stands its host, which may be called by a number.
  const words = prefix.filter(
    (word, at) => !DATE_OR_TIME.test(word) || (/^\d+$/.test(word) && PROCESS.test(prefix[at + 1] ?? '')),
  );
  const names = [...line.matchAll(WRITER)].map(([, name]) => name);
  return [...words.map((word) => word.replace(/\[\d+\]/, '')), ...names].join(' ');
}

/** Undefined if the message at an offset is not one that a program logged. */
function readMessage(text: string, from: number, at: number, lineEnd: number): WrittenInvocation | undefined {
  const before = text.slice(from, at).replace(COLOUR, '');
  const escapes = QUOTE.exec(before)?.[1]?.length;
  if (escapes === undefined && !LEVEL.test(before)) return undefined;
  const start = at + BEFORE.length;
  const [end, isWhole] =
    escapes === undefined
      ? [lineEnd, NEXT_LINE.test(text.slice(lineEnd, lineEnd + MAX_BEFORE))]
      : endOfQuoted(text, start, lineEnd, escapes);
  const words = wordsOf(text.slice(start, end).trimEnd(), start, escapes);
  return {
    object: null,
    container: null,
    start,
    arguments: isWhole ? words : withoutCut(words, ''),
    boundaries: 'lost',
    editInstead: EDIT_INSTEAD,
    ...(!isWhole && { mayGoOn: CUT }),
  };
}

/**
 * Where a quoted message ends, and whether a quote ends it. Each level of quotes doubles the backslashes and adds one: a
 * quote that ends the message has as many as the one before it, and one within it has more.
 */
function endOfQuoted(text: string, start: number, lineEnd: number, escapes: number): [number, boolean] {
  const level = escapes + 1;
  for (let end = text.indexOf('"', start); end !== -1 && end < lineEnd; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - slashes - 1] === '\\') slashes += 1;
    if (slashes % (2 * level) === escapes) return [end - escapes, true];
    if (slashes % level !== escapes % level) return [end - slashes, false];
  }
  return [lineEnd, false];
}

/** A blank is never escaped, so that what is between two of them is a word at every level. */
function wordsOf(written: string, start: number, escapes: number | undefined): WrittenArgument[] {
  let offset = start;
  return written.split(' ').flatMap((word) => {
    const place = { start: offset, end: offset + word.length };
    offset += word.length + 1;
    if (word === '') return [];
    let text = word;
    for (let level = escapes ?? -1; level >= 0; level = (level - 1) / 2) text = unescaped(text);
    return [{ text, ...place }];
  });
}

/** Other escapes stand for what no flag contains, and stay. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([\da-fA-F]{4})|(["\\/]))/g, (_, code?: string, character = '') =>
    code === undefined ? character : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
