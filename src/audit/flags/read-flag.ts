import { flagType, SHORTHANDS } from './flag-types.ts';

/** Whether the next argument is this flag's value. */
type Next = 'free' | 'taken' | 'perhaps taken';

type Flag =
  /** `value` is absent where it is the next argument. */
  | { readonly kind: 'known'; readonly name: string; readonly value?: string; readonly next: Next }
  | { readonly kind: 'unknown' | 'positional' | 'terminator'; readonly next: Next };

/** Reads one argument in the place of a flag by the rules of pflag's parseArgs. */
export function readFlag(text: string, isUnderscoreDash: boolean): Flag {
  if (text === '--') return { kind: 'terminator', next: 'free' };
  if (text.startsWith('--')) return readLong(text.slice(2), isUnderscoreDash);
  if (text.startsWith('-') && text !== '-') return readShorthands(text.slice(1));
  return { kind: 'positional', next: 'free' };
}

function readLong(text: string, isUnderscoreDash: boolean): Flag {
  const equals = text.indexOf('=');
  const written = equals < 0 ? text : text.slice(0, equals);
  const name = isUnderscoreDash ? written.replaceAll('_', '-') : written;
  const type = flagType(name);
  if (type === undefined) {
    const isMalformed = name === '' || name.startsWith('-');
    return { kind: 'unknown', next: equals < 0 && !isMalformed ? 'perhaps taken' : 'free' };
  }
  if (equals >= 0) return { kind: 'known', name, value: text.slice(equals + 1), next: 'free' };
  return type === 'bool'
    ? { kind: 'known', name, value: 'true', next: 'free' }
    : { kind: 'known', name, next: 'taken' };
}

/** Of the letters of `-hv2` the last flag decides: `v` ends them, for it takes the rest as its value. */
function readShorthands(letters: string): Flag {
  for (const [index, letter] of [...letters].entries()) {
    const name = SHORTHANDS[letter];
    if (name === undefined) return { kind: 'unknown', next: 'free' };
    if (flagType(name) === 'bool') continue;
    const rest = letters.slice(index + 1);
    if (rest === '') return { kind: 'known', name, next: 'taken' };
    const value = rest.length > 1 && rest.startsWith('=') ? rest.slice(1) : rest;
    return { kind: 'known', name, value, next: 'free' };
  }
  return { kind: 'known', name: 'help', value: 'true', next: 'free' };
}
