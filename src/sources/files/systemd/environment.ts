import type { Range } from '../../../model/argument.ts';
import { isUtf8Text } from '../../system/bytes.ts';
import type { ReadBeside } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import { isVariableName, readEnvironmentFile } from './environment-file.ts';
import { type Assignment, lastSet } from './lines.ts';
import { passedBy, unsetBy } from './pass-unset.ts';
import { withSpecifiers } from './specifiers.ts';
import { wordsOf } from './words.ts';

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

export interface EnvironmentOptions {
  /** The unit, where its name is known. */
  readonly unit?: string;
  /** What a variable is that nothing here defines. Without it a drop-in, the unit of a drop-in, or systemd may do so. */
  readonly undefinedIs?: Variable;
}

/**
 * What reaches the commands of a service: `PassEnvironment=`, then `Environment=`, then `EnvironmentFile=`, each over
 * those before it, then without `UnsetEnvironment=`. What is passed has its value from systemd itself. A file that
 * cannot be read, or is no UTF-8, may define and override everything before it.
 * See exec_child in https://github.com/systemd/systemd/blob/main/src/core/exec-invoke.c
 */
export function environmentOf(
  service: readonly Assignment[],
  readBeside: ReadBeside,
  { unit, undefinedIs }: EnvironmentOptions = {},
): Environment {
  const passed = passedBy(service, unit);
  const known = new Map<string, Variable | undefined>(passed?.map((name) => [name, undefined]));
  let others = passed && undefinedIs;
  for (const [name, value] of lastSet(service, 'Environment').flatMap((line) => variablesOf(line, unit))) {
    known.set(name, value);
  }
  for (const path of lastSet(service, 'EnvironmentFile').flatMap(pathOf)) {
    const file = /[*?[]/.test(path) ? undefined : readBeside(path);
    if (file === undefined || !isUtf8Text(file.text)) {
      known.clear();
      others = undefined;
      continue;
    }
    for (const { name, text, key, value } of readEnvironmentFile(file.text)) {
      known.set(name, { text, place: { file, key, value } });
    }
  }
  return unsetBy(service, unit, (name) => (known.has(name) ? known.get(name) : others));
}

type Defined = readonly [name: string, value: Variable | undefined];

function variablesOf({ value, valueStart, file, start, key }: Assignment, unit?: string): Defined[] {
  return [...wordsOf(value, 'assignments')].flatMap(({ text, isBroken, ...word }): Defined[] => {
    const equals = text.indexOf('=');
    const name = withSpecifiers(text.slice(0, Math.max(equals, 0)), unit);
    if (isBroken || name === undefined || !isVariableName(name)) return [];
    const replaced = withSpecifiers(text.slice(equals + 1), unit);
    if (replaced === undefined) return [[name, undefined]];
    const place = {
      file,
      key: { start, end: start + key.length },
      value: {
        start: valueStart + value.indexOf('=', word.start) + 1,
        end: valueStart + word.end,
      },
    };
    return [[name, { text: replaced, place }]];
  });
}

/** systemd ignores a path that is not absolute, as every one in quotes is; a specifier may make it so. */
function pathOf({ value }: Assignment): string[] {
  const path = value.replaceAll('\0', '').replace(/^-/, '');
  return /^[/%]/.test(path) ? [path] : [];
}
