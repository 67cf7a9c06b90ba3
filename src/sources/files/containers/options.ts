import type { WrittenArgument } from '../file-format.ts';

/** The options of a command: their names, a short one after the long one it stands for: `volume,v`. */
export interface OptionTable {
  readonly switches: ReadonlySet<string>;
  /** They take a value, after `=` or from the next word. */
  readonly withValue: ReadonlySet<string>;
}

export function optionTable(switches: string, withValue: string): OptionTable {
  const namesIn = (words: string) => new Set(words.trim().split(/[\s,]+/));
  return { switches: namesIn(switches), withValue: namesIn(withValue) };
}

export interface Option {
  /** As it is written, without dashes. */
  readonly name: string;
  /** Undefined for a switch without a value. */
  readonly value: WrittenArgument | undefined;
}

export interface ReadOptions {
  readonly options: readonly Option[];
  /** The position of the first word that is not an option: of the `--` that ends them, if there is one. */
  readonly end: number;
}

/**
 * The options from a position up to the first word that is not one, as pflag reads them. Undefined if it is unclear where
 * they end: one is not in the table, or a variable may be an option or any number of words.
 */
export function readOptions(
  args: readonly WrittenArgument[],
  from: number,
  table: OptionTable,
): ReadOptions | undefined {
  const options: Option[] = [];
  let end = from;
  for (let word = args[end]; word && /^-./.test(word.text) && word.text !== '--'; word = args[end]) {
    const read = word.isSplit ? undefined : readOption(word, table);
    const next = read?.isValueNext ? args[end + 1] : undefined;
    if (read === undefined || (read.isValueNext && (next === undefined || mayBeSeveral(next))))
      return undefined;
    options.push({ name: read.name, value: next ?? read.value });
    end += read.isValueNext ? 2 : 1;
  }
  const first = args[end];
  const isClear = first === undefined || (/^[\w./-]/.test(first.text) && !mayBeSeveral(first));
  return isClear ? { options, end } : undefined;
}

function mayBeSeveral({ text, isUnknown, isSplit }: WrittenArgument): boolean {
  return isSplit === true || (isUnknown === true && /^(?:\$\w+)?$/.test(text));
}

interface ReadOption extends Option {
  readonly isValueNext: boolean;
}

function readOption(word: WrittenArgument, table: OptionTable): ReadOption | undefined {
  return word.text.startsWith('--') ? readLong(word, table) : readShort(word, table);
}

/** An option of another version can be passed over if its value is in the same word. */
function readLong(word: WrittenArgument, { switches, withValue }: OptionTable): ReadOption | undefined {
  const [, name = '', equals, text = ''] = /^--(\w[\w-]*)(=)?(.*)$/s.exec(word.text) ?? [];
  if (name === '' || (equals === undefined && text !== '')) return undefined;
  if (equals !== undefined) return { name, value: { ...word, text }, isValueNext: false };
  if (switches.has(name)) return { name, value: undefined, isValueNext: false };
  return withValue.has(name) ? { name, value: undefined, isValueNext: true } : undefined;
}

/** `-dit`, `-p 1:2`, `-p1:2`, `-p=1:2`, `-dp 1:2`, `-d=false`. */
function readShort(word: WrittenArgument, { switches, withValue }: OptionTable): ReadOption | undefined {
  for (let index = 1; index < word.text.length; index += 1) {
    const name = word.text.charAt(index);
    const after = word.text.slice(index + 1);
    const value = { ...word, text: after.replace(/^=/, '') };
    if (withValue.has(name))
      return { name, value: after === '' ? undefined : value, isValueNext: after === '' };
    if (!switches.has(name)) return undefined;
    if (after === '' || after.startsWith('=')) return { name, value: undefined, isValueNext: false };
  }
  return undefined;
}
