import { fstatSync, readFileSync, realpathSync } from 'node:fs';
import { AuditError } from '../model/problem.ts';
import { isUtf8Text } from '../sources/system/bytes.ts';
import { explainFailure } from './explain-failure.ts';
import { type FileIdentity, withRealFile } from './with-file.ts';

const MAX_MEBIBYTES = 4;

interface Content {
  readonly bytes: Buffer;
  readonly identity: FileIdentity;
  readonly uid: number;
}

/** A file as it was when its edit was planned. */
export interface FileToEdit extends Content {
  /** As the user named it. */
  readonly path: string;
  readonly realPath: string;
}

/** Reads a file that is to be replaced. A link is followed, but not out of the directory that the user named. */
export function readForEdit(path: string, within: string): FileToEdit {
  if (!isUtf8Text(path)) throw new AuditError(`cannot edit ${path}: its name is not UTF-8`, 'Rename it.');
  return explainFailure(`cannot edit ${path}`, () => {
    const realPath = realpathSync(path);
    const directory = realpathSync(within);
    if (!realPath.startsWith(directory === '/' ? directory : `${directory}/`)) {
      throw new AuditError(
        `cannot edit ${path}: it is a link out of ${within}, to ${realPath}`,
        `Name ${realPath} itself.`,
      );
    }
    return withRealFile(realPath, (descriptor) => ({ path, realPath, ...readContent(descriptor, path) }));
  });
}

/** What a file holds that can be replaced: a regular file of a sensible size with one name. */
export function readContent(descriptor: number, path: string): Content {
  const stats = fstatSync(descriptor, { bigint: true });
  if (!stats.isFile()) throw new AuditError(`cannot edit ${path}: it is not a regular file`, 'Name a file.');
  if (stats.nlink > 1n) {
    throw new AuditError(
      `cannot edit ${path}: it has a second name, a hard link, which would keep the old content`,
      'Replace it with a copy (cp to a hidden name beside it, then mv): the other name keeps what it has.',
    );
  }
  if (stats.size > MAX_MEBIBYTES * 1024 * 1024) {
    throw new AuditError(
      `cannot edit ${path}: it is larger than ${MAX_MEBIBYTES} MiB`,
      'Check whether it is the right file.',
    );
  }
  return {
    bytes: readFileSync(descriptor),
    identity: { dev: stats.dev, ino: stats.ino },
    uid: Number(stats.uid),
  };
}
