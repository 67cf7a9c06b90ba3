import { printable } from '../model/printable.ts';

export interface Inspected {
  /** How many keys its objects have. */
  keys: number;
  /** Whether every key and text is printable. */
  isPrintable: boolean;
}

/** What there is to know about a parsed value before anything else reads it. */
export function inspectJson(value: unknown, found: Inspected = { keys: 0, isPrintable: true }): Inspected {
  if (typeof value === 'string') {
    if (found.isPrintable && printable(value) !== value) found.isPrintable = false;
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

/** The value with every key and text printable. Keys that become equal count as one. */
export function printableJson(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(printableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [printable(key), printableJson(part)]),
  );
}
