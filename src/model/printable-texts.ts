import { printable } from './printable.ts';

/** A value of plain data with every text in it printable, however deep. The words of this tool are so already. */
export function printableTexts<T>(value: T): T {
  // The type stays what it is: a text becomes a text, and lists and records keep their shape.
  return printed(value) as T;
}

function printed(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(printed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, printed(part)]));
}
