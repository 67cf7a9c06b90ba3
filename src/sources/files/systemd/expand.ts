import { ExpansionRoom } from '../expansion-room.ts';
import type { WrittenArgument } from '../file-format.ts';
import type { Environment } from './environment.ts';
import { isVariableName } from './environment-file.ts';
import { placesIn } from './variable-places.ts';
import { type Word, wordsOf } from './words.ts';

export type Expand = (word: Word) => WrittenArgument[];

/** A word of a command without variables: `%%` is `%`, and what holds a specifier cannot be known. */
export const withoutVariables: Expand = ({ text, start, end, isBroken }) => [
  {
    text: text.replaceAll('%%', '%'),
    start,
    end,
    ...((isBroken || /%[A-Za-z]/.test(text.replaceAll('%%', ''))) && { isUnknown: true }),
  },
];

/** A word with its variables replaced, as systemd's replace_env_argv does. It becomes none, one or several arguments. */
export function expandWith(environment: Environment): Expand {
  const room = new ExpansionRoom();
  const used = new Set<string>();
  const limited: Environment = (name) => {
    const value = environment(name);
    const length = value?.text.length ?? 0;
    if (used.has(name)) return room.take(length) ? value : undefined;
    used.add(name);
    room.write(length);
    return value;
  };
  return (word) => withoutVariables(word).flatMap((argument) => withVariables(argument, limited));
}

function withVariables(argument: WrittenArgument, environment: Environment): WrittenArgument[] {
  const { text } = argument;
  if (argument.isUnknown) return [argument];
  if (!/^\$(?![{$])/.test(text)) return [{ ...argument, ...replaceInside(text, environment) }];
  const name = text.slice(1);
  if (!isVariableName(name)) return [];
  const value = environment(name);
  if (value === undefined) return [{ ...argument, isUnknown: true }];
  const words = [...wordsOf(value.text, 'value')];
  const placeOf = value.place && placesIn(value.place);
  return words.map(({ text: word }) => ({ ...argument, ...placeOf?.(word), text: word }));
}

interface Replaced {
  readonly text: string;
  readonly isUnknown?: true;
}

/** `$$` and every `${NAME}`; what is unknown stays, and the word is not known. */
function replaceInside(text: string, environment: Environment): Replaced {
  let result = '';
  let isUnknown = false;
  let index = 0;
  while (index < text.length) {
    const dollar = text.indexOf('$', index);
    if (dollar === -1) break;
    result += text.slice(index, dollar);
    const reference =
      text.charAt(dollar + 1) === '{' ? referenceAt(text, dollar) : text.slice(dollar, dollar + 2);
    const value = resolve(reference, environment);
    if (value === undefined) isUnknown = true;
    result += value ?? reference;
    index = dollar + reference.length;
  }
  return { text: result + text.slice(index), ...(isUnknown && { isUnknown }) };
}

/** `${NAME}`; up to a colon, or all the rest, where it is not closed. */
function referenceAt(text: string, dollar: number): string {
  let end = dollar + 2;
  while (end < text.length && text.charAt(end) !== '}' && text.charAt(end) !== ':') end += 1;
  return text.slice(dollar, end + 1);
}

function resolve(reference: string, environment: Environment): string | undefined {
  if (reference === '$$') return '$';
  if (!reference.startsWith('${') || !reference.endsWith('}')) return reference;
  const name = reference.slice(2, -1);
  return isVariableName(name) ? environment(name)?.text : '';
}
