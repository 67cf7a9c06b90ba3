import { dirname, join } from 'node:path';
import type { ReplacedFiles } from '../../model/discovery.ts';
import { decodeBytes } from '../system/bytes.ts';
import { ifReadable } from '../system/descriptors.ts';
import { readWhole } from './read-whole.ts';
import { type SourceFile, toSourceFile } from './source-file.ts';
import { readOnlyAssignments } from './systemd/environment-file.ts';

const UNIT_PLACE = /(?:^|\/)(?:etc|run|(?:usr\/(?:local\/)?)?lib)\/systemd\/system\/[^/]+(?:\/[^/]+)?$/;

/** How many of the last parts of a path are looked for beside a file. */
const MAX_PARTS = 4;

/**
 * A file that another one names: in the tree whose root the path of a unit shows, else in a tree beside that file or its
 * directory, or as much of a tree as has the last parts of the path (`cfg/kube-apiserver.conf`); undefined if it cannot be
 * read or if two files may be meant.
 */
export function readBeside(path: string, name: string, replaced?: ReplacedFiles): SourceFile | undefined {
  const read = (candidate: string) => readIfThere(candidate, replaced);
  const directory = dirname(path);
  const beside = join(directory, name);
  if (!name.startsWith('/')) return read(beside);
  const root = rootOfUnit(path);
  if (root !== undefined) return read(join(root, name));
  const parts = name.split('/').slice(-MAX_PARTS);
  const ends = parts.map((_, index) => parts.slice(index).join('/')).reverse();
  // Only in the directory of the file itself is a name alone enough.
  const above = directory === '.' ? [] : [...ends.slice(1), name].map((end) => join(dirname(directory), end));
  const others = [...ends.map((end) => join(directory, end)), ...above].filter((each) => each !== beside);
  const found = [...new Set(others)].flatMap((each) => read(each) ?? []).filter(isEnvironmentFile);
  const all = [...found, ...[read(beside) ?? []].flat()];
  return new Set(all.map(({ text }) => text)).size === 1 ? all[0] : undefined;
}

/** The root of the tree that a unit or drop-in is installed in; undefined if it is anywhere else. */
export function rootOfUnit(path: string): string | undefined {
  const index = path.search(UNIT_PLACE);
  return index === -1 ? undefined : path.slice(0, index) || (path.startsWith('/') ? '/' : '.');
}

/** Undefined if a file cannot be read or has more than `most` bytes. */
export function readIfThere(
  path: string,
  replaced: ReplacedFiles | undefined,
  most?: number,
): SourceFile | undefined {
  return ifReadable(() => toSourceFile(path, decodeBytes(replaced?.get(path) ?? readWhole(path, most))));
}

/** Another file may have the same name. */
function isEnvironmentFile({ text }: SourceFile): boolean {
  return readOnlyAssignments(text) !== undefined;
}
