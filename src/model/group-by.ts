/** Items by each of their keys, in order. */
export function groupBy<K, T>(items: readonly T[], keysOf: (item: T) => Iterable<K>): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push(item);
    }
  }
  return groups;
}

/** The first item with each key. */
export function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...groupBy(items, (item) => [keyOf(item)]).values()].flatMap(([first]) => first ?? []);
}
