import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { AuditError } from '../../../model/problem.ts';
import type { SourceFile } from '../source-file.ts';
import { anchorOf, isMergeKey, type YamlValue } from './anchors.ts';
import { parseYaml } from './parse.ts';

export type { YamlValue };

/** A string and where it is written: offsets into the text of the file. */
export interface YamlText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The documents of a file that can be parsed, and the error of the first that cannot. */
export interface YamlDocuments {
  readonly documents: readonly YamlValue[];
  readonly error: AuditError | undefined;
}

/** Throws an AuditError with the line if a document is not YAML. */
export function readYaml(file: SourceFile): readonly YamlValue[] {
  const { documents, error } = readYamlDocuments(file);
  if (error) throw error;
  return documents;
}

/**
 * The documents of a file that can be parsed and that Kubernetes reads the same way. Throws an AuditError if it is
 * nested too deeply.
 */
export function readYamlDocuments(file: SourceFile): YamlDocuments {
  const parsed = parseYaml(file);
  return {
    documents: parsed.flatMap((one) => (one === undefined || one instanceof AuditError ? [] : [one])),
    error: parsed.find((one) => one instanceof AuditError),
  };
}

function resolved(node: unknown, document: Document): Node | undefined {
  if (isAlias(node)) return anchorOf(node, document);
  return isScalar(node) || isMap(node) || isSeq(node) ? node : undefined;
}

/** The value at a path of keys, merged ones included. The last of several equal keys counts. */
export function at(value: YamlValue | undefined, ...keys: readonly string[]): YamlValue | undefined {
  let current = value;
  for (const key of keys) {
    const entry = entriesOf(current).findLast((candidate) => candidate.key.text === key);
    if (entry === undefined) return undefined;
    current = entry.value;
  }
  return current;
}

export interface YamlEntry {
  readonly key: YamlText;
  readonly value: YamlValue | undefined;
}

/** The entries of a map, those of its merge keys first. Of several merged maps, the first takes precedence. */
export function entriesOf(value: YamlValue | undefined): YamlEntry[] {
  if (value === undefined || !isMap(value.node)) return [];
  const { document } = value;
  const { items } = value.node as YAMLMap;
  const merged = items
    .filter(({ key }) => isMergeKey(key))
    .flatMap((pair) => {
      const node = resolved(pair.value, document);
      const source = node && { node, document };
      return isMap(node) ? [source] : itemsOf(source);
    })
    .map(entriesOf);
  const own = items.flatMap((pair): YamlEntry[] => {
    const keyNode = isMergeKey(pair.key) ? undefined : resolved(pair.key, document);
    const key = keyNode && textOf({ node: keyNode, document });
    const valueNode = resolved(pair.value, document);
    return key === undefined ? [] : [{ key, value: valueNode && { node: valueNode, document } }];
  });
  return [...merged.reverse().flat(), ...own];
}

export function isList(value: YamlValue | undefined): value is YamlValue {
  return isSeq(value?.node);
}

export function isMapping(value: YamlValue): boolean {
  return isMap(value.node);
}

/** The items of a list; empty for everything else. */
export function itemsOf(value: YamlValue | undefined): YamlValue[] {
  if (value === undefined || !isSeq(value.node)) return [];
  return value.node.items.flatMap((item) => {
    const node = resolved(item, value.document);
    return node === undefined ? [] : [{ node, document: value.document }];
  });
}

/** A scalar as text: unquoted values as they are written, null as empty; undefined for binary. */
export function textOf(value: YamlValue | undefined): YamlText | undefined {
  if (value === undefined || !isScalar(value.node)) return undefined;
  const { value: content, source, range } = value.node;
  if (content instanceof Uint8Array) return undefined;
  const [start = 0, end = 0] = range ?? [];
  const text = typeof content === 'string' ? content : content === null ? '' : (source ?? String(content));
  return { text, start, end };
}

export function stringAt(value: YamlValue | undefined, ...keys: readonly string[]): string | undefined {
  return textOf(at(value, ...keys))?.text;
}

export function startOf({ node }: YamlValue): number {
  return node.range?.[0] ?? 0;
}
