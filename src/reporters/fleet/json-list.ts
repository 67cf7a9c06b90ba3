interface Layout {
  /** What stands before the elements; in a text, JSON would have its quotes or line feed escaped. */
  readonly place: string;
  /** Before each of them. */
  readonly before: string;
  /** After the last. */
  readonly after: string;
}

/**
 * A JSON document with the elements of an empty list in it, each on a line. They are JSON already, in parts, and are
 * joined once, because together they are large.
 */
export function fillList(
  frame: string,
  elements: readonly (readonly string[])[],
  { place, before, after }: Layout,
): string {
  const at = frame.indexOf(place) + place.length;
  const parts = elements.flatMap((element, index) => [index === 0 ? before : `,${before}`, ...element]);
  return [frame.slice(0, at), ...parts, elements.length === 0 ? '' : after, frame.slice(at)].join('');
}

/** The layout of a list `key` that is so many blanks deep. */
export function listLayout(key: string, depth: number): Layout {
  const indent = ' '.repeat(depth);
  return { place: `\n${indent}"${key}": [`, before: `\n${indent}  `, after: `\n${indent}` };
}
