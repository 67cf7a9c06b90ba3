import { basename, dirname, normalize } from 'node:path';
import { mentionsApiServer, mentionsFlag } from '../../../model/api-server-words.ts';
import type { Range } from '../../../model/argument.ts';
import type { Invocation } from '../../../model/invocation.ts';
import { AuditError, problemIn, UnreadServer } from '../../../model/problem.ts';
import { describeUnread } from '../describe-unread.ts';
import type { ExpansionRoom } from '../expansion-room.ts';
import type { FilesOfService, FileToWrite, ReadBeside, ReadFile } from '../file-format.ts';
import { outside } from '../flag-mentions.ts';
import type { SourceFile } from '../source-file.ts';
import { filesOfServiceIn } from '../systemd/files-of-service.ts';
import { unreadOf } from '../unread.ts';
import { mayStartApiServer } from '../worth-reading.ts';
import { type InnerText, innerFile, joined } from './inner-file.ts';

export type ReadOne = (file: SourceFile, readBeside: ReadBeside, filesOfService: FilesOfService) => ReadFile;

/** How much text all files may have together, those within them included. */
export interface InnerRoom {
  /** What is written as it is, and what units read beside it. */
  readonly plain: ExpansionRoom;
  /** What comes out of base64 and compression. */
  readonly decoded: ExpansionRoom;
}

/** What writes the files. */
export interface Writer {
  readonly file: SourceFile;
  /** The name of its format. */
  readonly format: string;
  readonly room: InnerRoom;
}

/** All that is written for one file. */
interface Inner {
  readonly places: readonly Range[];
  /** Absent if it is not known. */
  readonly file?: SourceFile;
  readonly error?: AuditError | undefined;
}

/** What the files start, and what is written for those in which nothing was left unread. */
export interface ReadInnerFiles {
  readonly invocations: readonly Invocation[];
  readonly taken: readonly Range[];
  /** About the file of an API server that cannot be read, or one that has the flag where nothing reads it. */
  readonly error: AuditError | undefined;
}

/** Reads what another file writes: each file as what it will be in its place, with the others around it. */
export function readInnerFiles(
  written: readonly FileToWrite[],
  writer: Writer,
  read: ReadOne,
): ReadInnerFiles {
  const inner = [...inEffect(written)].map(([path, parts]) => readParts(path, parts, writer));
  const known = new Map(inner.flatMap(({ file }) => (file ? [[file.path, file] as const] : [])));
  const besideUnits = new Set<SourceFile>();
  const readBeside: ReadBeside = (path) => {
    const file = known.get(normalize(path));
    if (file === undefined || !writer.room.plain.take(file.text.length)) return undefined;
    besideUnits.add(file);
    return file;
  };
  const filesOfService = servicesIn(known);
  const found = inner.flatMap(({ file, places }) =>
    file && isWorthReading(file) ? [{ file, places, read: read(file, readBeside, filesOfService) }] : [],
  );
  const all = found.flatMap((one) => one.read.invocations ?? []);
  const isUnused = outside(all.filter((one) => !isOfEnvironment(one)).flatMap(rangesOfFlag));
  const unread = found.map((one) => unreadIn(one.file, one.read, isUnused, writer.file));
  // A unit has the verdict on the variables that it takes.
  const isCovered = (file: SourceFile, one: Invocation) =>
    besideUnits.has(file) && isOfEnvironment(one) && !rangesOfFlag(one).some(({ start }) => isUnused(start));
  return {
    invocations: found.flatMap(({ file, read: { invocations = [] } }) =>
      invocations
        .filter((one) => !isCovered(file, one))
        .map((one) => asWrittenBy(writer.format, file.path, one)),
    ),
    taken: found.flatMap((one) => (one.read.mentions.length === 0 ? one.places : [])),
    error: [...inner.map(({ error }) => error), ...unread].find((error) => error !== undefined),
  };
}

function isOfEnvironment({ origin }: Invocation): boolean {
  return origin.kind === 'file' && origin.format === 'environment';
}

/** A text that is binary only for what it may have of the flag. */
function isWorthReading({ path, text }: SourceFile): boolean {
  return text.includes('\0') ? mentionsFlag(text) : mayStartApiServer(path, [text]);
}

/** Where arguments with the flag are written: a unit has some in other files. */
function rangesOfFlag({ arguments: args }: Invocation): Range[] {
  return args.flatMap(({ text, range }) => (range && mentionsFlag(text) ? [range] : []));
}

/** What was not read of a file, as if it had been found in a directory. */
function unreadIn(
  file: SourceFile,
  read: ReadFile,
  isUnused: (offset: number) => boolean,
  outer: SourceFile,
): AuditError | undefined {
  const { path } = file;
  if (read.error instanceof UnreadServer) return read.error;
  const mentions = read.mentions.filter((mention) => isUnused(file.rangeOf(mention, mention + 1).start));
  const part = unreadOf({ path, isNamed: false }, file, { ...read, mentions }, [], undefined);
  // What is encoded cannot be seen in the file that has it.
  const isNote = !mentionsFlag(outer.text) && part.setAside?.some((one) => one.isNote);
  const [problem] = isNote
    ? [problemIn(path, describeUnread(file, mentions[0], undefined))]
    : (part.problems ?? []);
  return problem && new UnreadServer(`${problem.message}: ${path}`, problem.hint, problem);
}

/** The parts of each file, without those that are overwritten. */
function inEffect(written: readonly FileToWrite[]): Map<string, FileToWrite[]> {
  const files = new Map<string, FileToWrite[]>();
  for (const one of written) {
    const path = normalize(one.path);
    const before = one.isAppended ? files.get(path) : undefined;
    if (before) before.push(one);
    else files.set(path, [one]);
  }
  return files;
}

const TOO_MUCH = new AuditError('the files in this one are too large together', 'Audit them by themselves.');

function readParts(path: string, parts: readonly FileToWrite[], { file, room }: Writer): Inner {
  const texts: InnerText[] = [];
  for (const { place, content } of parts) {
    const read = room.decoded.take(0) ? content() : TOO_MUCH;
    const text = read instanceof AuditError || hasRoom(read, room) ? read : TOO_MUCH;
    if (text instanceof AuditError) {
      const isOfServer = text === TOO_MUCH || mentionsApiServer(path) || mayStartApiServer(path, []);
      const { line, column } = file.spanOf(place.start, place.end);
      const message = `the content of ${path} is not known: ${text.message}`;
      const error = isOfServer ? new UnreadServer(message, text.hint, { line, column }) : undefined;
      return { places: [], error };
    }
    texts.push(text);
  }
  return { places: parts.map(({ place }) => place), file: innerFile(path, joined(texts), file) };
}

function hasRoom({ text, isEncoded }: InnerText, { plain, decoded }: InnerRoom): boolean {
  if (!isEncoded) return plain.take(text.length);
  plain.write(text.length);
  return decoded.take(text.length);
}

function asWrittenBy(format: string, path: string, invocation: Invocation): Invocation {
  const { origin } = invocation;
  if (origin.kind !== 'file') return invocation;
  const { object } = origin;
  const isNamed = object !== null && object !== basename(path);
  return { ...invocation, origin: { ...origin, format, object: isNamed ? `${object} in ${path}` : path } };
}

/** The units and drop-ins among some files. */
function servicesIn(files: ReadonlyMap<string, SourceFile>): FilesOfService {
  const names = new Map<string, string[]>();
  for (const path of files.keys()) {
    const directory = dirname(path);
    const others = names.get(directory) ?? [];
    names.set(directory, others);
    others.push(basename(path));
  }
  return (file) =>
    filesOfServiceIn(file, {
      namesIn: (directory) => names.get(directory) ?? [],
      has: (path) => files.has(path),
      read: (path, most) => {
        const found = files.get(path);
        return found && found.text.length <= most ? found : undefined;
      },
    });
}
