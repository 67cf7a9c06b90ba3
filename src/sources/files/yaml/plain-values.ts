import type { YamlPair, YamlValue } from './node.ts';

/** What is not a text, or what Kubernetes may take for another key. */
const NO_KEY = /^(?:null|true|false|apiversion|kind)$/i;
const KEYS_OF_KIND: readonly string[] = ['apiVersion', 'kind'];

const VALUE = /^-{0,2}[\w./$]/;
/** What ends a text without quotes. */
const ENDS_VALUE = /: |:$| #/;

const OTHER_VALUES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['null', 'Null', 'NULL'].map((text) => [text, null] as const),
  ...['true', 'True', 'TRUE'].map((text) => [text, true] as const),
  ...['false', 'False', 'FALSE'].map((text) => [text, false] as const),
]);
const NUMBER = /^(?:0|[1-9]\d{0,14})$/;
const OTHER_NUMBER =
  /^(?:0o[0-7]+|0x[\da-f]+|[-+]?\d+|[-+]?(?:\.\d+|\d+\.\d*|\d+(?=e))(?:e[-+]?\d+)?|[-+]?\.inf|\.nan)$/i;

const QUOTED = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"/y;
/** An escape that JSON does not have, or that Kubernetes refuses in YAML; in a text without escaped backslashes. */
const ODD_ESCAPE = /\\(?!["bfnrt]|u(?![dD][89a-fA-F])[\da-fA-F]{4})/;

/** In a map or list of JSON: a key up to its value, a value without quotes, and what follows a bracket or a value. */
const FLOW_KEY = /(?:"([^"\\\n]{0,99})": *|([A-Za-z_][\w./-]{0,99}): +)/y;
const WORD = /[\w./$()=-]+/y;
const BLANKS = /\n? {0,200}/y;
const NEXT = /\n? {0,200}(?:,\n? {0,200}|(?=[\]}]))/y;

/** Far fewer than any reader has a limit for. */
const MOST_LEVELS = 100;

/** A map, a list, a text in double quotes, or one word; undefined for what is not plain, as in all functions here. */
export function readFlow(text: string, start: number, level = 0): YamlValue | undefined {
  if (level > MOST_LEVELS) return undefined;
  switch (text[start]) {
    case '{':
      return readFlowMap(text, start, level + 1);
    case '[':
      return readFlowList(text, start, level + 1);
    case '"':
      return readQuoted(text, start);
    default:
      return readUnquoted(matchAt(WORD, text, start)?.[0] ?? '', start);
  }
}

function readFlowMap(text: string, start: number, level: number): YamlValue | undefined {
  const pairs = new Map<string, YamlPair>();
  let offset = endAt(BLANKS, text, start + 1);
  while (text[offset] !== '}') {
    const [written = '', quoted, name = quoted] = matchAt(FLOW_KEY, text, offset) ?? [];
    // Kubernetes merges the values of a key that is repeated in JSON.
    if (name === undefined || pairs.has(name)) return undefined;
    const key = readKey(name, offset, quoted !== undefined);
    const value = readFlow(text, offset + written.length, level);
    if (key === undefined || value === undefined) return undefined;
    pairs.set(name, { key, value });
    offset = endAt(NEXT, text, value.end);
  }
  return { kind: 'map', pairs: [...pairs.values()], start, end: offset + 1 };
}

function readFlowList(text: string, start: number, level: number): YamlValue | undefined {
  const items: YamlValue[] = [];
  let offset = endAt(BLANKS, text, start + 1);
  while (text[offset] !== ']') {
    const item = readFlow(text, offset, level);
    if (item === undefined) return undefined;
    items.push(item);
    offset = endAt(NEXT, text, item.end);
  }
  return { kind: 'list', items, start, end: offset + 1 };
}

function readQuoted(text: string, start: number): YamlValue | undefined {
  const written = matchAt(QUOTED, text, start)?.[0];
  if (written === undefined || ODD_ESCAPE.test(written.replaceAll('\\\\', ' '))) return undefined;
  const value: string = JSON.parse(written);
  return scalar(value, value, 'QUOTE_DOUBLE', start, start + written.length);
}

export function readUnquoted(text: string, start: number): YamlValue | undefined {
  if (!VALUE.test(text) || ENDS_VALUE.test(text)) return undefined;
  const value = OTHER_VALUES.has(text) ? OTHER_VALUES.get(text) : NUMBER.test(text) ? Number(text) : text;
  return value === text && OTHER_NUMBER.test(text) ? undefined : scalar(value, text, 'PLAIN', start);
}

export function readKey(name: string, start: number, isQuoted = false): YamlValue | undefined {
  if (NO_KEY.test(name) && !KEYS_OF_KIND.includes(name)) return undefined;
  return isQuoted
    ? scalar(name, name, 'QUOTE_DOUBLE', start, start + name.length + 2)
    : scalar(name, name, 'PLAIN', start);
}

export function scalar(
  value: unknown,
  source: string,
  type: string,
  start: number,
  end = start + source.length,
): YamlValue {
  return { kind: 'scalar', value, source, type, tag: undefined, start, end };
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

/** Where a match ends; without one the end of the text, where nothing is. */
function endAt(pattern: RegExp, text: string, start: number): number {
  return matchAt(pattern, text, start) ? pattern.lastIndex : text.length;
}
