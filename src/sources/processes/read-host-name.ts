import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../system/errno.ts';
import { readRegularFile, UnreadableFile } from '../system/read-regular-file.ts';

/** The name in etc/hostname of a host mounted under `root`; null where there is none to be had. */
export function readHostName(root: string): string | null {
  try {
    if (!lstatSync(join(root, 'etc')).isDirectory()) return null;
    const text = readRegularFile(join(root, 'etc', 'hostname'))
      .toString('latin1')
      .trim();
    return /^[\w.-]{1,253}$/.test(text) ? text : null;
  } catch (error) {
    if (errnoOf(error) === undefined && !(error instanceof UnreadableFile)) throw error;
    return null;
  }
}
