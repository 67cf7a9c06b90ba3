/** Which of the equal keys before it each key is, from 1. */
export function ordinalsOf(keys: readonly string[]): number[] {
  const counts = new Map<string, number>();
  return keys.map((key) => {
    const ordinal = (counts.get(key) ?? 0) + 1;
    counts.set(key, ordinal);
    return ordinal;
  });
}
