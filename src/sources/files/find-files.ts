import { type Dirent, readdirSync, statSync } from 'node:fs';
import { normalize } from 'node:path';
import type { Problem } from '../../model/problem.ts';
import { decodeBytes, encodePath } from '../system/bytes.ts';
import { errnoMessage, errnoOf, isMissing } from '../system/errno.ts';

const SKIPPED = new Set(['.git', 'node_modules']);

/** What Node.js puts in place of bytes of a name that are not UTF-8. */
const REPLACEMENT = '\ufffd';

export interface FoundFile {
  /** Bytes that are not UTF-8 are as `decodeBytes` has them. */
  readonly path: string;
  /** Named by the user, not found in a directory. */
  readonly isNamed: boolean;
}

interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** Links in directories that do not lead to a file. */
  readonly strayLinks: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The files of targets, those of a directory in order. Links inside a directory are followed to files, not to
 * directories. A socket or device is skipped there; named by the user, it is a problem.
 *
 * @param isSkipped whether not to look into a directory of that name, unless the user named it
 */
export function findFiles(
  targets: readonly string[],
  isSkipped = (directory: string) => SKIPPED.has(directory),
): FoundFiles {
  const found = targets.map((target) => findAt(target, isSkipped));
  const [first] = found;
  if (first && found.length === 1) return first;
  const files = found.flatMap((one) => one.files);
  return {
    files: [...new Map(files.map((file) => [file.path, file])).values()],
    strayLinks: found.flatMap(({ strayLinks }) => strayLinks),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** A word may have been meant as a command: `kubelet-https-audit audit`. */
const NOT_THERE = 'Check the path; kubelet-https-audit --help lists the commands.';

function findAt(target: string, isSkipped: (directory: string) => boolean): FoundFiles {
  const problem = (message: string, hint: string) => ({
    files: [],
    strayLinks: [],
    problems: [{ path: target, message, hint }],
  });
  try {
    const stats = statSync(target);
    if (stats.isDirectory()) return findBelow(target, isSkipped);
    if (stats.isFile()) return { files: [{ path: target, isNamed: true }], strayLinks: [], problems: [] };
    return problem('is not a regular file', 'Give a file, a directory, or - for standard input.');
  } catch (error) {
    return problem(
      unreadable(error),
      errnoOf(error) === 'ENOENT' ? NOT_THERE : 'Check the path and its permissions.',
    );
  }
}

function findBelow(root: string, isSkipped: (directory: string) => boolean): FoundFiles {
  const paths: string[] = [];
  const strayLinks: string[] = [];
  const problems: Problem[] = [];
  const attempt = <T>(path: string, look: () => T) => {
    try {
      return look();
    } catch (error) {
      problems.push({ path, message: unreadable(error), hint: 'Check its permissions.' });
      return undefined;
    }
  };
  const directories = [normalize(root)];
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    const parent = directory;
    const prefix = prefixOf(parent);
    for (const entry of attempt(parent, () => entriesOf(parent)) ?? []) {
      const path = prefix + entry.name;
      if (entry.isFile()) paths.push(path);
      else if (entry.isDirectory()) {
        if (!isSkipped(entry.name)) directories.push(path);
      } else if (entry.isSymbolicLink()) {
        const isOfFile = attempt(path, () => leadsToFile(path));
        if (isOfFile !== undefined) (isOfFile ? paths : strayLinks).push(path);
      }
    }
  }
  return { files: paths.sort().map((path) => ({ path, isNamed: false })), strayLinks, problems };
}

/** What is before a name in a path, as `join` has it; that of Bun changes a name that is not UTF-8. */
function prefixOf(directory: string): string {
  if (directory === '.') return '';
  return directory.endsWith('/') ? directory : `${directory}/`;
}

/** Names are read as bytes only if one of them may not be UTF-8, because that takes longer. */
function entriesOf(directory: string): Dirent[] {
  const path = encodePath(directory);
  const entries = readdirSync(path, { withFileTypes: true });
  if (!entries.some(({ name }) => name.includes(REPLACEMENT))) return entries;
  const inBytes = readdirSync(path, { withFileTypes: true, encoding: 'latin1' });
  for (const entry of inBytes) entry.name = decodeBytes(Buffer.from(entry.name, 'latin1'));
  return inBytes;
}

/** A dangling link, or one in a loop of links, does not. */
function leadsToFile(path: string): boolean {
  try {
    return statSync(encodePath(path)).isFile();
  } catch (error) {
    if (isMissing(error) || errnoOf(error) === 'ELOOP') return false;
    throw error;
  }
}

function unreadable(error: unknown): string {
  return `cannot be read: ${errnoMessage(error)}`;
}
