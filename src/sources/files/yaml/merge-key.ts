import { isScalar } from 'yaml';

/** Only a `<<` without quotes and tag merges. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN' && key.tag === undefined;
}
