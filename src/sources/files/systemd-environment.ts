import type { Range } from '../../model/argument.ts';
import type { ReadBeside } from './file-format.ts';
import type { SourceFile } from './source-file.ts';
import { isVariableName, readEnvironmentFile } from './systemd-environment-file.ts';
import type { Assignment } from './systemd-lines.ts';
import { wordsOf } from './systemd-words.ts';

/** The value of a variable, and where it is written if that is known. */
export interface Variable {
  readonly text: string;
  readonly place?: VariablePlace;
}

export interface VariablePlace {
  readonly file: SourceFile;
  /** The key that it is assigned to. */
  readonly key: Range;
  /** All that is written behind the equals sign. */
  readonly value: Range;
}

/** Undefined where the value of a variable cannot be known from what is in view. */
export type Environment = (name: string) => Variable | undefined;

/**
 * What `Environment=` and `EnvironmentFile=` define, the files last. A file that cannot be read may define and override
 * everything before it. What is not defined here, a drop-in, the unit of a drop-in, or systemd itself may define.
 */
export function environmentOf(service: readonly Assignment[], readBeside: ReadBeside): Environment {
  const known = new Map(lastSet(service, 'Environment').flatMap(variablesOf));
  for (const path of lastSet(service, 'EnvironmentFile').flatMap(pathOf)) {
    const file = path.includes('*') || path.includes('?') ? undefined : readBeside(path);
    if (file === undefined) {
      known.clear();
      continue;
    }
    for (const { name, text, key, value } of readEnvironmentFile(file.text)) {
      known.set(name, { text, place: { file, key, value } });
    }
  }
  return (name) => known.get(name);
}

/** The assignments of a key that count: an empty one drops those before it. */
export function lastSet(assignments: readonly Assignment[], key: string): readonly Assignment[] {
  const all = assignments.filter((assignment) => assignment.key === key);
  return all.slice(all.findLastIndex(({ value }) => value === '') + 1);
}

function variablesOf({ value, valueStart, file, start, key }: Assignment): [name: string, value: Variable][] {
  return [...wordsOf(value, 'assignments')].flatMap(({ text, isBroken, ...word }) => {
    const equals = text.indexOf('=');
    const name = text.slice(0, equals);
    if (isBroken || equals === -1 || !isVariableName(name)) return [];
    const place = {
      file,
      key: { start, end: start + key.length },
      value: {
        start: valueStart + value.indexOf('=', word.start) + 1,
        end: valueStart + word.end,
      },
    };
    return [[name, { text: text.slice(equals + 1).replaceAll('%%', '%'), place }]];
  });
}

/** systemd ignores a path that is not absolute, as every one in quotes is; a specifier may make it so. */
function pathOf({ value }: Assignment): string[] {
  const path = value.replaceAll('\0', '').replace(/^-/, '');
  return /^[/%]/.test(path) ? [path] : [];
}
