import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  type Stats,
} from 'node:fs';
import { decodeBytes, encodePath } from '../sources/system/bytes.ts';
import { DESCRIPTOR_PATHS, O_PATH, UnreadableFile } from '../sources/system/descriptors.ts';
import type { Budget } from './budget.ts';

const MAX_LINKS = 40;

const HAS_DESCRIPTOR_PATHS = existsSync(DESCRIPTOR_PATHS);

/** A file system as a process with that root directory sees it. */
export interface Root {
  readonly base: string;
  /** What may still be read of it; without one, all. */
  readonly budget?: Budget;
}

/** A directory or file, and a path to reach it by: that of a descriptor, if the system has such paths. */
interface Handle {
  readonly path: string;
  readonly stats: Stats;
}

interface Found {
  readonly stats: Stats;
  /** The newest change of a link that led there; 0 without one. */
  readonly linksChanged: number;
}

/**
 * Finds what is at a path and hands it to `use`. Every link on the way is resolved inside the view, and none that is
 * planted meanwhile leads out of it: each step starts from a descriptor. Throws the system's error, UnreadableFile, or OverBudget.
 */
export function insideRoot<T>(
  { base, budget }: Root,
  path: string,
  use: (path: string, found: Found) => T,
): T {
  const descriptors: number[] = [];
  const open = (at: string, flags: number): Handle => {
    if (!HAS_DESCRIPTOR_PATHS) return { path: at, stats: lstatSync(encodePath(at)) };
    const descriptor = openSync(encodePath(at), O_PATH | flags);
    descriptors.push(descriptor);
    return { path: `${DESCRIPTOR_PATHS}/${descriptor}`, stats: fstatSync(descriptor) };
  };
  try {
    const root = open(base, constants.O_DIRECTORY);
    const { handle, linksChanged } = walk(root, path, (at) => {
      budget?.spend({ names: 1 });
      return open(at, constants.O_NOFOLLOW);
    });
    return use(handle.path, { stats: handle.stats, linksChanged });
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
  }
}

/** Goes down a path, links included; `..` and absolute links end at the root. */
function walk(root: Handle, path: string, open: (path: string) => Handle) {
  const names = path.split('/').reverse();
  const parents: Handle[] = [root];
  let links = 0;
  let linksChanged = 0;
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (parents.length > 1) parents.pop();
      continue;
    }
    const at = `${(parents.at(-1) ?? root).path}/${name}`;
    const handle = open(at);
    if (!handle.stats.isSymbolicLink()) {
      parents.push(handle);
      continue;
    }
    links += 1;
    linksChanged = Math.max(linksChanged, handle.stats.ctimeMs);
    if (links > MAX_LINKS) throw new UnreadableFile('too many symbolic links');
    const target = decodeBytes(readlinkSync(encodePath(at), 'buffer'));
    if (target.startsWith('/')) parents.length = 1;
    names.push(...target.split('/').reverse());
  }
  return { handle: parents.at(-1) ?? root, linksChanged };
}
