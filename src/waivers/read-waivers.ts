import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuditError } from '../model/problem.ts';
import type { Waiver } from '../model/waiver.ts';
import { readWhole } from '../sources/files/read-whole.ts';
import { decodeBytes, decodeText, encodeText } from '../sources/system/bytes.ts';
import { UnreadableFile } from '../sources/system/descriptors.ts';
import { errnoMessage, errnoOf } from '../sources/system/errno.ts';
import { parseWaivers } from './parse-waivers.ts';

const MAX_BYTES = 1024 * 1024;
const WRITABLE_BY_ALL = 0o002;
/** Only its owner may replace a file of such a directory, as in /tmp. */
const STICKY = 0o1000;

/**
 * The waivers of a file. Throws an AuditError if it cannot be read or is not one.
 *
 * @param isHost whether it is for a host: then a file that every user can write would let any of them hide a failure
 */
export function readWaivers(path: string, isHost: boolean): Waiver[] {
  return parseWaivers(contentOf(path, isHost), path);
}

function contentOf(path: string, isHost: boolean): string {
  try {
    if (isHost) rejectWritable(path);
    return decodeText(readWhole(path, MAX_BYTES));
  } catch (error) {
    if (errnoOf(error) === undefined && !(error instanceof UnreadableFile)) throw error;
    const reason = error instanceof UnreadableFile ? error.message : `cannot be read: ${errnoMessage(error)}`;
    throw new AuditError(`${path} ${reason}`, 'Give a YAML file of waivers: see docs/waivers.md.');
  }
}

/** Throws an AuditError for a file that every user can write, or replace in its directory. */
function rejectWritable(path: string): void {
  const directory = dirname(decodeBytes(realpathSync(encodeText(path), 'buffer')));
  const modeOf = (one: string) => statSync(encodeText(one)).mode & (WRITABLE_BY_ALL | STICKY);
  const isWritable = (modeOf(path) & WRITABLE_BY_ALL) !== 0;
  if (!isWritable && modeOf(directory) !== WRITABLE_BY_ALL) return;
  throw new AuditError(
    `every user can ${isWritable ? 'write' : 'replace'} ${path}, and so hide a failure`,
    `Take that permission away: chmod o-w ${isWritable ? path : directory}`,
  );
}
