import { type Dirent, readdirSync, statSync } from 'node:fs';
import { normalize } from 'node:path';
import type { Problem } from '../../model/problem.ts';
import { decodeBytes, encodeText } from '../system/bytes.ts';
import { errnoMessage, errnoOf, isMissing } from '../system/errno.ts';

const LEFT_OUT = new Set(['.git', 'node_modules']);

/** What Node puts in place of bytes of a name that are no UTF-8. */
const REPLACEMENT = '\ufffd';

export interface FoundFile {
  /** Bytes that are no UTF-8 are as `decodeBytes` has them. */
  readonly path: string;
  /** Named by the user, not found in a directory. */
  readonly isNamed: boolean;
}

type Report = (problem: Problem) => void;

/**
 * The files of targets, those of a directory in order. Links inside a directory are followed to files and not to
 * directories. What is no regular file is left out there; named by the user it is a problem.
 */
export function findFiles(targets: readonly string[], report: Report): FoundFile[] {
  const found = targets.flatMap((target): FoundFile[] => {
    try {
      const stats = statSync(target);
      if (stats.isDirectory()) return walk(target, report).map((path) => ({ path, isNamed: false }));
      if (stats.isFile()) return [{ path: target, isNamed: true }];
      report({
        path: target,
        message: 'is no regular file',
        hint: 'Give a file, a directory, or - for a list.',
      });
    } catch (error) {
      report(unreadable(target, error, 'Check the path and its permissions; commands are in --help.'));
    }
    return [];
  });
  return [...new Map(found.map((file) => [file.path, file])).values()];
}

function walk(root: string, report: Report): string[] {
  const files: string[] = [];
  const directories = [normalize(root)];
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    try {
      for (const { name, entry } of entriesOf(directory)) {
        const path = pathIn(directory, name);
        if (entry.isDirectory()) {
          if (!LEFT_OUT.has(name)) directories.push(path);
        } else if (entry.isFile() || (entry.isSymbolicLink() && isFile(path, report))) {
          files.push(path);
        }
      }
    } catch (error) {
      report(unreadable(directory, error));
    }
  }
  return files.sort();
}

/** As `join` has it; that of Bun changes a name that is not UTF-8. */
function pathIn(directory: string, name: string): string {
  if (directory === '.') return name;
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

interface Entry {
  readonly name: string;
  readonly entry: Pick<Dirent, 'isDirectory' | 'isFile' | 'isSymbolicLink'>;
}

/** Names come as bytes only where one of them may be no UTF-8, for that takes longer. */
function entriesOf(directory: string): Entry[] {
  const path = encodeText(directory);
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.some(({ name }) => name.includes(REPLACEMENT))
    ? readdirSync(path, { withFileTypes: true, encoding: 'latin1' }).map((entry) => ({
        name: decodeBytes(Buffer.from(entry.name, 'latin1')),
        entry,
      }))
    : entries.map((entry) => ({ name: entry.name, entry }));
}

/** A link that leads nowhere, or round in a circle, leads to no file. */
function isFile(path: string, report: Report): boolean {
  try {
    return statSync(encodeText(path)).isFile();
  } catch (error) {
    if (!isMissing(error) && errnoOf(error) !== 'ELOOP') report(unreadable(path, error));
    return false;
  }
}

function unreadable(path: string, error: unknown, hint = 'Check its permissions.'): Problem {
  return { path, message: `cannot be read: ${errnoMessage(error)}`, hint };
}
