import { AuditError } from '../../../model/problem.ts';
import { isMergeKey, type YamlMap, type YamlNode, type YamlValue } from './node.ts';

export type { YamlValue };

/** The documents of a file in order: an error for one that cannot be read, and undefined for an empty one. */
export type ParsedYaml = readonly (YamlValue | AuditError | undefined)[];

/** Those that are not empty. Throws the error of the first that cannot be read. */
export function documentsIn(parsed: ParsedYaml): YamlValue[] {
  return parsed.flatMap((document) => {
    if (document instanceof AuditError) throw document;
    return document ?? [];
  });
}

/** A string and where it is written: offsets into the text of the file. */
export interface YamlText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What an alias stands for, and any other node itself. */
function resolved(node: YamlNode | undefined): YamlValue | undefined {
  return node?.kind === 'alias' ? node.target : node;
}

/** The value at a path of keys, merged ones included. The last of several equal keys counts. */
export function at(value: YamlValue | undefined, ...keys: readonly string[]): YamlValue | undefined {
  return keys.reduce(valueAt, value);
}

function valueAt(map: YamlValue | undefined, key: string): YamlValue | undefined {
  if (map?.kind !== 'map') return undefined;
  const own = map.pairs.findLast((pair) => !isMerge(pair.key) && textOf(resolved(pair.key))?.text === key);
  if (own !== undefined) return resolved(own.value);
  return mergedIn(map).findLast((candidate) => candidate.key.text === key)?.value;
}

export interface YamlEntry {
  readonly key: YamlText;
  readonly value: YamlValue | undefined;
}

/** The entries of a map, those of its merge keys first. Of several merged maps, the first takes precedence. */
export function entriesOf(value: YamlValue | undefined): YamlEntry[] {
  if (value?.kind !== 'map') return [];
  const own = value.pairs.flatMap((pair): YamlEntry[] => {
    const key = isMerge(pair.key) ? undefined : textOf(resolved(pair.key));
    return key === undefined ? [] : [{ key, value: resolved(pair.value) }];
  });
  return [...mergedIn(value), ...own];
}

function mergedIn({ pairs }: YamlMap): YamlEntry[] {
  const merged = pairs
    .filter(({ key }) => isMerge(key))
    .flatMap((pair) => {
      const source = resolved(pair.value);
      return source?.kind === 'map' ? [source] : itemsOf(source);
    });
  return merged.map(entriesOf).reverse().flat();
}

function isMerge(key: YamlNode | undefined): boolean {
  return key?.kind === 'scalar' && isMergeKey(key);
}

/** The key with which a map takes up others; undefined without one. */
export function mergeKeyOf(value: YamlValue): YamlText | undefined {
  if (value.kind !== 'map') return undefined;
  const key = value.pairs.find((pair) => isMerge(pair.key))?.key;
  return key && textOf(resolved(key));
}

export function isList(value: YamlValue | undefined): value is YamlValue {
  return value?.kind === 'list';
}

export function isNull(value: YamlValue | undefined): boolean {
  return value === undefined || (value.kind === 'scalar' && value.value === null);
}

export function isMapping(value: YamlValue): boolean {
  return value.kind === 'map';
}

/** The items of a list; empty for everything else. */
export function itemsOf(value: YamlValue | undefined): YamlValue[] {
  return value?.kind === 'list' ? value.items.flatMap((item) => resolved(item) ?? []) : [];
}

/** A scalar as text: unquoted values as they are written, null as empty; undefined for binary. */
export function textOf(value: YamlValue | undefined): YamlText | undefined {
  if (value?.kind !== 'scalar' || value.value instanceof Uint8Array) return undefined;
  const { value: content, source, start, end } = value;
  const text = typeof content === 'string' ? content : content === null ? '' : (source ?? String(content));
  return { text, start, end };
}

export function stringAt(value: YamlValue | undefined, ...keys: readonly string[]): string | undefined {
  return textOf(at(value, ...keys))?.text;
}
