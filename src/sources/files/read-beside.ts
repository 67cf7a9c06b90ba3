import { dirname, join } from 'node:path';
import { basename } from '../../model/basename.ts';
import { decodeBytes } from '../decode-bytes.ts';
import { errnoOf } from '../errno.ts';
import { UnfitFile } from '../read-regular-file.ts';
import type { ReplacedFiles } from '../replaced-files.ts';
import { readWhole } from './read-whole.ts';
import { type SourceFile, toSourceFile } from './source-file.ts';

/** A file that another one names: in a tree beside it, or beside it alone; undefined where it cannot be read. */
export function readBeside(path: string, name: string, replaced?: ReplacedFiles): SourceFile | undefined {
  const candidates = [
    { path: join(dirname(path), name), isCertain: true },
    { path: join(dirname(path), basename(name)), isCertain: false },
  ];
  for (const candidate of candidates) {
    try {
      const text = decodeBytes(replaced?.get(candidate.path) ?? readWhole(candidate.path));
      if (candidate.isCertain || holdsAssignments(text)) return toSourceFile(candidate.path, text);
    } catch (error) {
      if (errnoOf(error) === undefined && !(error instanceof UnfitFile)) throw error;
    }
  }
  return undefined;
}

/** Comments, blank lines and assignments alone: another file may bear the name of the one that is meant. */
function holdsAssignments(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:$|[#;]|\w+=)/.test(line));
}
