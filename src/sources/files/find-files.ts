import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../model/problem.ts';
import { errnoMessage, errnoOf } from '../errno.ts';

const LEFT_OUT = new Set(['.git', 'node_modules']);

export interface FoundFile {
  readonly path: string;
  /** Named by the user, not found in a directory. */
  readonly isNamed: boolean;
}

/**
 * The files of targets, those of a directory in order. Links inside a directory are followed to files and not to
 * directories. What is no regular file is left out there; named by the user it is a problem.
 */
export function findFiles(targets: readonly string[], report: (problem: Problem) => void): FoundFile[] {
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
      report({
        path: target,
        message: `cannot be read: ${errnoMessage(error)}`,
        hint: 'Check the path and its permissions; commands are in --help.',
      });
    }
    return [];
  });
  return [...new Map(found.map((file) => [file.path, file])).values()];
}

function walk(root: string, report: (problem: Problem) => void): string[] {
  const files: string[] = [];
  const directories = [root];
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    try {
      for (const entry of readdirSync(directory, { withFileTypes: true })) {
        const path = join(directory, entry.name);
        if (entry.isDirectory()) {
          if (!LEFT_OUT.has(entry.name)) directories.push(path);
        } else if (entry.isFile() || (entry.isSymbolicLink() && isFile(path))) {
          files.push(path);
        }
      }
    } catch (error) {
      report({
        path: directory,
        message: `cannot be read: ${errnoMessage(error)}`,
        hint: 'Check its permissions.',
      });
    }
  }
  return files.sort();
}

/** A link that leads nowhere, or round in a circle, leads to no file. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return false;
  }
}
