import type { Range } from '../../../model/argument.ts';
import { isUtf8Text } from '../../system/bytes.ts';
import type { ReadBeside } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import { isVariableName, readEnvironmentFile } from './environment-file.ts';
import { type Assignment, lastSet } from './lines.ts';
import { type Rules, wordsOf } from './words.ts';

export interface Variable {
  readonly text: string;
  readonly place?: VariablePlace;
}

export interface VariablePlace {
  readonly file: SourceFile;
  /** The key that it is assigned to. */
  readonly key: Range;
  /** All that is written after the equals sign. */
  readonly value: Range;
}

/** The value of a variable; undefined if it is unknown. */
export interface Environment {
  (name: string): Variable | undefined;
  /** The names of those that files define. */
  readonly names?: readonly string[];
}

export interface EnvironmentOptions {
  /** Absent if its name is not known. */
  readonly unit?: string;
  /**
   * The value of a variable that nothing here defines. Absent if another drop-in, the unit or systemd may define it.
   */
  readonly undefinedIs?: Variable;
}

/**
 * The environment of a service's commands: `PassEnvironment=`, `Environment=` and `EnvironmentFile=`, each overriding
 * those before it, then without `UnsetEnvironment=`. Passed variables have unknown values. A file that cannot be read,
 * or is not UTF-8, may define and override everything before it. See exec_child in
 * https://github.com/systemd/systemd/blob/main/src/core/exec-invoke.c
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
  const environment = unsetBy(service, unit, (name) => (known.has(name) ? known.get(name) : others));
  return Object.assign(environment, { names: [...known.keys()] });
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

/** systemd ignores a path that is not absolute, such as one in quotes; a specifier may make it absolute. */
function pathOf({ value }: Assignment): string[] {
  const path = value.replaceAll('\0', '').replace(/^-/, '');
  return /^[/%]/.test(path) ? [path] : [];
}

/** The variables of `PassEnvironment=`; undefined if a specifier may stand for any. */
export function passedBy(service: readonly Assignment[], unit: string | undefined): string[] | undefined {
  const names: string[] = [];
  for (const word of wordsIn(service, 'PassEnvironment', 'value')) {
    const name = withSpecifiers(word, unit);
    if (name === undefined) return undefined;
    if (isVariableName(name)) names.push(name);
  }
  return names;
}

/** An environment without what `UnsetEnvironment=` removes: `NAME` with any value, `NAME=VALUE` only with that one. */
export function unsetBy(
  service: readonly Assignment[],
  unit: string | undefined,
  environment: Environment,
): Environment {
  const names = new Set<string>();
  const values = new Map<string, Set<string | undefined>>();
  let mayBeAny = false;
  for (const word of wordsIn(service, 'UnsetEnvironment', 'assignments')) {
    const [written = '', ...parts] = word.split('=');
    const name = withSpecifiers(written, unit);
    if (name === undefined) mayBeAny = true;
    else if (parts.length === 0) names.add(name);
    else values.set(name, (values.get(name) ?? new Set()).add(withSpecifiers(parts.join('='), unit)));
  }
  return (name) => {
    if (names.has(name)) return { text: '' };
    const value = environment(name);
    const unset = values.get(name);
    if (value === undefined || value.text === '') return value;
    if (unset?.has(value.text)) return { text: '' };
    return mayBeAny || unset?.has(undefined) ? undefined : value;
  };
}

/** systemd ignores a word that it cannot read, and everything after it. */
function wordsIn(service: readonly Assignment[], key: string, rules: Rules): string[] {
  return lastSet(service, key)
    .flatMap(({ value }) => [...wordsOf(value, rules)])
    .flatMap(({ text, isBroken }) => (isBroken ? [] : [text]));
}

/**
 * A text with its specifiers replaced: `%%`, and those about the name of a unit (`api@1.service`) if it is given;
 * undefined if it has others. See `man systemd.unit`.
 */
export function withSpecifiers(text: string, unit?: string): string | undefined {
  const values = valuesOf(unit);
  let isKnown = true;
  const replaced = text.replace(/%([A-Za-z%])/g, (_, letter: string) => {
    const value = values.get(letter);
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  return isKnown ? replaced : undefined;
}

function valuesOf(unit: string | undefined): ReadonlyMap<string, string> {
  if (unit === undefined) return new Map([['%', '%']]);
  const name = unit.replace(/\.service$/, '');
  const at = name.indexOf('@');
  return new Map([
    ['%', '%'],
    ['n', unit],
    ['N', name],
    ['p', at === -1 ? name : name.slice(0, at)],
    ['i', at === -1 ? '' : name.slice(at + 1)],
  ]);
}
