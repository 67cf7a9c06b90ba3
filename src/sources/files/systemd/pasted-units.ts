import { basename } from '../../../model/argument.ts';
import type { SourceFile } from '../source-file.ts';
import type { Assignment } from './lines.ts';

/** What `systemctl cat` prints before each file of a unit. */
const HEADER = /^# (\/[^\r\n]+)/gm;
const FILE = /\.(?:service|conf)$/;
const SECTION = /^[ \t]*\[/gm;

interface Unit {
  readonly name: string;
  readonly assignments: readonly Assignment[];
  /** The text only shows what is in other files. */
  readonly isPasted: boolean;
}

/**
 * The units whose assignments these are: that of the file, or, in the output of `systemctl cat`, each with its drop-ins.
 * See https://github.com/systemd/systemd/blob/main/src/systemctl/systemctl-edit.c
 */
export function unitsIn({ path, text }: SourceFile, assignments: readonly Assignment[]): Unit[] {
  const headers = [...text.matchAll(HEADER)].filter(
    ({ 1: file = '' }) => file.includes('/systemd/') && FILE.test(file),
  );
  const isPasted = !FILE.test(path) && text.trimStart().startsWith(headers[0]?.[0] ?? '\0');
  if (!isPasted) return [{ name: basename(path), assignments, isPasted }];
  const units = new Map<string, Assignment[]>();
  const sections = [...text.matchAll(SECTION)];
  let own: Assignment[] = [];
  let opened = 0;
  let next = 0;
  let section = 0;
  for (const assignment of assignments) {
    for (let header = headers[next]; header && header.index < assignment.start; header = headers[next]) {
      const name = basename(header[1] ?? '');
      if (name.endsWith('.service')) {
        own = units.get(name) ?? [];
        units.set(name, own);
      }
      while ((sections[section]?.index ?? text.length) < header.index) section += 1;
      opened = sections[section]?.index ?? text.length;
      next += 1;
    }
    // What precedes the first section of a file is ignored.
    if (assignment.start > opened) own.push(assignment);
  }
  return [...units].map(([name, found]) => ({ name, assignments: found, isPasted }));
}
