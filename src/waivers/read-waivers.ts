import { statSync } from 'node:fs';
import { AuditError } from '../model/problem.ts';
import type { Waiver } from '../model/waiver.ts';
import { readWhole } from '../sources/files/read-whole.ts';
import { decodeText, encodeText } from '../sources/system/bytes.ts';
import { UnreadableFile } from '../sources/system/descriptors.ts';
import { errnoMessage, errnoOf } from '../sources/system/errno.ts';
import { parseWaivers } from './parse-waivers.ts';

const MAX_BYTES = 1024 * 1024;
const WRITABLE_BY_ALL = 0o002;

/**
 * The waivers of a file. Throws an AuditError if it cannot be read or is not one.
 *
 * @param isHost whether it is for this host: then a file that every user can write would let any of them hide a failure
 */
export function readWaivers(path: string, isHost: boolean): Waiver[] {
  return parseWaivers(contentOf(path, isHost), path);
}

function contentOf(path: string, isHost: boolean): string {
  try {
    if (isHost && (statSync(encodeText(path)).mode & WRITABLE_BY_ALL) !== 0) {
      throw new AuditError(
        `every user can write ${path}, and so hide a failure`,
        `Take that permission away: chmod o-w ${path}`,
      );
    }
    return decodeText(readWhole(path, MAX_BYTES));
  } catch (error) {
    if (errnoOf(error) === undefined && !(error instanceof UnreadableFile)) throw error;
    const reason = error instanceof UnreadableFile ? error.message : `cannot be read: ${errnoMessage(error)}`;
    throw new AuditError(`${path} ${reason}`, 'Give a YAML file of waivers: see docs/waivers.md.');
  }
}
