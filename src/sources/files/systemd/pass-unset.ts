import type { Environment } from './environment.ts';
import { isVariableName } from './environment-file.ts';
import { type Assignment, lastSet } from './lines.ts';
import { withSpecifiers } from './specifiers.ts';
import { type Rules, wordsOf } from './words.ts';

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
