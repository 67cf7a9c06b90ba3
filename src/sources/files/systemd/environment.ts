import type { Range } from '../../../model/argument.ts';
import { isUtf8Text } from '../../system/bytes.ts';
import type { ReadBeside } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import { isVariableName, readEnvironmentFile } from './environment-file.ts';
import { type Assignment, lastSet } from './lines.ts';
import { type Rules, wordsOf } from './words.ts';

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

/** The variables of `PassEnvironment=`; undefined where a specifier may name any. */
export function passedBy(service: readonly Assignment[], unit: string | undefined): string[] | undefined {
  const names: string[] = [];
  for (const word of wordsIn(service, 'PassEnvironment', 'value')) {
    const name = withSpecifiers(word, unit);
    if (name === undefined) return undefined;
    if (isVariableName(name)) names.push(name);
  }
  return names;
}

/** An environment without what `UnsetEnvironment=` takes away: `NAME` with any value, `NAME=VALUE` with that one. */
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

/** systemd takes no notice of a word that it cannot read, and of what is after it. */
function wordsIn(service: readonly Assignment[], key: string, rules: Rules): string[] {
  return lastSet(service, key)
    .flatMap(({ value }) => [...wordsOf(value, rules)])
    .flatMap(({ text, isBroken }) => (isBroken ? [] : [text]));
}

/**
 * A text with its specifiers replaced: `%%`, and those that the name of a unit gives; undefined with others. `man systemd.unit`
 *
 * @param unit such as `api@1.service`; without it no name is known
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
