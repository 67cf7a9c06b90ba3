import { basename, dirname, join } from 'node:path';
import type { ReplacedFiles } from '../../model/discovery.ts';
import { decodeBytes } from '../system/bytes.ts';
import { ifReadable } from '../system/descriptors.ts';
import { readWhole } from './read-whole.ts';
import { type SourceFile, toSourceFile } from './source-file.ts';

const UNIT_PLACE = /(?:^|\/)(?:etc|run|(?:usr\/(?:local\/)?)?lib)\/systemd\/system\/[^/]+(?:\/[^/]+)?$/;

/**
 * A file that another one names: in the tree whose root the path of a unit shows, else in a tree beside that file, or
 * just beside it; undefined if it cannot be read or if two files may be meant.
 */
export function readBeside(path: string, name: string, replaced?: ReplacedFiles): SourceFile | undefined {
  const read = (candidate: string) => readIfThere(candidate, replaced);
  const beside = join(dirname(path), name);
  if (!name.startsWith('/')) return read(beside);
  const root = rootOfUnit(path);
  if (root !== undefined) return read(join(root, name));
  const inTree = read(beside);
  const alone = read(join(dirname(path), basename(name)));
  if (alone === undefined || !holdsAssignments(alone.text)) return inTree;
  return inTree === undefined || inTree.text === alone.text ? alone : undefined;
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

/** Only comments, blank lines and assignments; another file may have the same name. */
function holdsAssignments(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:$|[#;]|\w+=)/.test(line));
}
