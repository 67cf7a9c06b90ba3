import parse from 'yargs-parser';

/** Flag names come from a fixed list and values are ordinals: nothing for the parser's own conventions to change. */
const CONFIGURATION = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'duplicate-arguments-array': true,
  // As a number, the ordinal 0 of a repeated flag gets lost.
  'parse-numbers': false,
};

/** yargs-parser copies the values of a repeated flag for each repetition; batches keep that in proportion. */
const BATCH = 512;

/**
 * Groups what has a flag's name by that name, in order. yargs-parser sees each as `--name=ordinal` and never a
 * value: it would take quotes from around one, and pflag does not.
 */
export function groupByName<T extends { readonly name: string }>(
  flags: readonly T[],
): ReadonlyMap<string, T[]> {
  const byName = new Map<string, T[]>();
  for (let start = 0; start < flags.length; start += BATCH) {
    const batch = flags.slice(start, start + BATCH);
    const { _, ...ordinals } = parse(
      batch.map((flag, ordinal) => `--${flag.name}=${ordinal}`),
      { configuration: CONFIGURATION },
    );
    for (const [name, found] of Object.entries(ordinals)) {
      const group = byName.get(name) ?? [];
      byName.set(name, group);
      group.push(...[found].flat().flatMap((ordinal: string) => batch[Number(ordinal)] ?? []));
    }
  }
  return byName;
}
