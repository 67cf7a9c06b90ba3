import { printable } from '../model/printable.ts';
import { isRecord } from './shape.ts';

export interface Inspected {
  /** How many keys its objects have. */
  keys: number;
  /** Whether every key and text is printable. */
  isPrintable: boolean;
  hasHugeText: boolean;
}

/** No text of a report is longer; searching texts of many megabytes is more than regular expressions can do. */
export const MAX_TEXT = 65_536;

/** What there is to know about a parsed value before anything else reads it. */
export function inspectJson(
  value: unknown,
  found: Inspected = { keys: 0, isPrintable: true, hasHugeText: false },
): Inspected {
  if (typeof value === 'string') {
    if (value.length > MAX_TEXT) found.hasHugeText = true;
    else if (found.isPrintable && printable(value) !== value) found.isPrintable = false;
  } else if (Array.isArray(value)) {
    for (const element of value) inspectJson(element, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      found.keys += 1;
      inspectJson(key, found);
      inspectJson(part, found);
    }
  }
  return found;
}

/** How many keys the objects of a parsed value have: `JSON.parse` makes objects that inherit none. */
export function countKeys(value: unknown): number {
  let keys = 0;
  if (Array.isArray(value)) for (const element of value) keys += countKeys(element);
  else if (isRecord(value)) for (const key in value) keys += 1 + countKeys(value[key]);
  return keys;
}

/** The value with every key and text printable. Keys that become equal count as one. */
export function printableJson(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(printableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [printable(key), printableJson(part)]),
  );
}

/** JSON that is the same for objects with the same keys, in whatever order. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
