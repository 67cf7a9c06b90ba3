import { isMap } from 'yaml';
import type { Range } from '../../model/argument.ts';
import { removalsInWords } from './removals-in-words.ts';
import { removalsInYaml } from './removals-in-yaml.ts';
import { parseYaml } from './yaml-collections.ts';

/**
 * What to delete from a text so that what is written for some arguments goes: ranges in order. No other byte needs to
 * change. Throws NeedsManualEdit where that is not safe.
 *
 * @param written all that is written for each argument
 */
export function removalsIn(text: string, written: readonly Range[]): Range[] {
  const yaml = parseYaml(text);
  return yaml === undefined ? removalsInWords(text, written, true) : removalsInYaml(text, yaml, written);
}

/** The same for a string of a YAML file: a configuration, which names its kind, or what a shell runs. */
export function removalsInEmbedded(text: string, written: readonly Range[]): Range[] {
  const yaml = parseYaml(text);
  const isConfiguration = yaml?.documents.some(({ contents }) => isMap(contents) && contents.has('kind'));
  return yaml && isConfiguration
    ? removalsInYaml(text, yaml, written)
    : removalsInWords(text, written, false);
}
