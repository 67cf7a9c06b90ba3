import { closeSync, constants, createReadStream, openSync, readSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { AuditError } from '../model/problem.ts';
import { findFiles } from '../sources/files/find-files.ts';
import { encodePath } from '../sources/system/bytes.ts';
import { errnoMessage, errnoOf } from '../sources/system/errno.ts';
import type { Collection } from './collection.ts';
import { problemOf } from './faults.ts';
import { JsonDocuments } from './json-documents.ts';
import { TakeDocuments } from './take-documents.ts';

/** What is read of a file at once: most reports as a whole. */
const PIECE = 262144;

interface ReadOptions {
  /** The one control whose reports count. */
  readonly controlId: string;
  readonly stdin: Readable;
  /** Called with the number of reports read so far. */
  readonly onProgress: (reports: number) => void;
}

/**
 * Collects the reports in files, in those of directories, and in pipes and standard input (`-`). What is not a report of a host
 * is a problem of the collection. Gives the files that were read. Throws an AuditError if one of these cannot be read.
 */
export async function readReports(
  targets: readonly string[],
  collection: Collection,
  { controlId, stdin, onProgress }: ReadOptions,
): Promise<readonly string[]> {
  let reports = 0;
  const takeFrom = (path: string) =>
    new TakeDocuments(collection, path, controlId, () => {
      reports += 1;
      onProgress(reports);
    });
  const named = targets.filter((target) => target !== '-');
  const files = filesOf(
    named.filter((target) => !isPipe(target)),
    collection,
  );
  const buffer = Buffer.allocUnsafe(PIECE);
  for (const path of files) readFile(path, takeFrom(path), collection, buffer);
  for (const path of named.filter(isPipe)) {
    await readStream(createReadStream(encodePath(path)), takeFrom(path), path);
  }
  if (targets.includes('-')) await readStream(stdin, takeFrom('-'), 'standard input');
  return files;
}

/** As `<(command)` of a shell gives one. */
function isPipe(path: string): boolean {
  return statSync(encodePath(path), { throwIfNoEntry: false })?.isFIFO() ?? false;
}

function filesOf(targets: readonly string[], collection: Collection): string[] {
  const found = targets.flatMap((target) => {
    const { files, strayLinks, problems } = findFiles([target], isHidden);
    for (const { path, message, hint } of problems) {
      collection.addProblem(problemOf('unreadable', { path, line: null }, { message, hint }));
    }
    const shown = (path: string) => !isHidden(path.slice(path.lastIndexOf('/') + 1));
    const links = strayLinks.filter(shown);
    for (const path of links)
      collection.addProblem(problemOf('unreadable', { path, line: null }, STRAY_LINK));
    const reports = files.filter(({ path, isNamed }) => isNamed || shown(path));
    if (reports.length + links.length + problems.length === 0) {
      collection.addProblem(problemOf('empty', { path: target, line: null }, { message: 'has no files' }));
    }
    return reports.map(({ path }) => path);
  });
  return [...new Set(found)];
}

const STRAY_LINK = {
  message: 'is a link that does not lead to a file',
  hint: 'Remove it, or name the directory it leads to.',
};

/** What a killed run leaves beside its report is hidden; and what belongs to other tools. */
function isHidden(name: string): boolean {
  return name.startsWith('.');
}

function readFile(path: string, take: TakeDocuments, collection: Collection, buffer: Buffer): void {
  try {
    const descriptor = openSync(encodePath(path), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      readDescriptor(descriptor, take, buffer);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    const message = `cannot be read: ${errnoMessage(error)}`;
    collection.addProblem(problemOf('unreadable', { path, line: null }, { message }));
  }
}

/** @param buffer of PIECE bytes: what one call reads, which fills it unless the file has ended */
function readDescriptor(descriptor: number, take: TakeDocuments, buffer: Buffer): void {
  const documents = new JsonDocuments(take);
  let length = readSync(descriptor, buffer, 0, PIECE, null);
  while (length === PIECE) {
    // A document may begin in it, and is held.
    documents.push(Buffer.from(buffer));
    length = readSync(descriptor, buffer, 0, PIECE, null);
  }
  documents.push(buffer.subarray(0, length));
  documents.end();
  take.end();
}

async function readStream(stream: Readable, take: TakeDocuments, name: string): Promise<void> {
  const documents = new JsonDocuments(take);
  try {
    for await (const chunk of stream) documents.push(chunk);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    throw new AuditError(`cannot read ${name}: ${errnoMessage(error)}`, 'Pipe reports to it.');
  }
  documents.end();
  take.end();
}
