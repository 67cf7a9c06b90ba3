import { existsSync, opendirSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import type { ReplacedFiles } from '../../../model/discovery.ts';
import { encodePath } from '../../system/bytes.ts';
import { errnoOf, isMissing } from '../../system/errno.ts';
import { readIfThere, rootOfUnit } from '../read-beside.ts';
import type { SourceFile } from '../source-file.ts';
import { dropInNames, namesOf, UNIT_PATHS } from './unit-names.ts';

/**
 * No unit has more drop-ins, and no drop-in more bytes. Without a limit, many units that share drop-ins would take too
 * long.
 */
const MAX_FILES = 32;
const MAX_BYTES = 64 * 1024;

/** Where units and drop-ins are looked for. */
export interface UnitFiles {
  /** Those of drop-ins in a directory; undefined if they cannot be listed or are too many. */
  readonly namesIn: (directory: string) => readonly string[] | undefined;
  readonly has: (path: string) => boolean;
  /** Undefined if it cannot be read or has more than `most` bytes. */
  readonly read: (path: string, most: number) => SourceFile | undefined;
}

/** The unit that a file belongs to and its drop-ins, as `filesOfServiceIn` has them, on disk. */
export function filesOfService(
  file: SourceFile,
  replaced?: ReplacedFiles,
): readonly (SourceFile | undefined)[] {
  return filesOfServiceIn(file, {
    namesIn: dropInsIn,
    has: existsSync,
    read: (path, most) => readIfThere(path, replaced, most),
  });
}

/**
 * The unit that a file belongs to and its drop-ins in order of precedence, as far as they are in the same tree or beside
 * it. Undefined stands for what cannot be read.
 */
export function filesOfServiceIn(file: SourceFile, files: UnitFiles): readonly (SourceFile | undefined)[] {
  const path = normalize(file.path);
  const unitPath = path.endsWith('.conf') ? dirname(path).replace(/\.d$/, '') : path;
  const unit = basename(unitPath);
  if (!unit.endsWith('.service')) return [file];
  const root = rootOfUnit(path);
  const places =
    root === undefined ? [dirname(unitPath)] : UNIT_PATHS.map((directory) => join(root, directory));
  const dropIns = new Map<string, string>();
  for (const directory of places.flatMap((place) => dropInNames(unit).map((own) => join(place, own)))) {
    const names = files.namesIn(directory);
    if (names === undefined || names.length > MAX_FILES) return [file, undefined];
    for (const name of names) if (!dropIns.has(name)) dropIns.set(name, join(directory, name));
  }
  if (dropIns.size > MAX_FILES) return [file, undefined];
  const read = (one: string) => (one === path ? file : files.read(one, MAX_BYTES));
  const units = namesOf(unit).flatMap((own) => places.map((place) => join(place, own)));
  const there = units.find(files.has);
  const described = path === unitPath ? file : there && read(there);
  const sorted = [...dropIns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => read(one));
  const all = described ? [described, ...sorted] : sorted;
  return all.includes(file) ? all : [...all, file];
}

/** Undefined if they cannot be listed or are too many. */
function dropInsIn(path: string): string[] | undefined {
  const names: string[] = [];
  try {
    const directory = opendirSync(encodePath(path));
    let entry = directory.readSync();
    while (entry && names.length <= MAX_FILES) {
      names.push(entry.name);
      entry = directory.readSync();
    }
    directory.closeSync();
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return isMissing(error) ? [] : undefined;
  }
  return names.length > MAX_FILES
    ? undefined
    : names.filter((name) => name.endsWith('.conf') && !name.startsWith('.'));
}
