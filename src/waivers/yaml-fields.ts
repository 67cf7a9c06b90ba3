import { closestMatch } from 'leven';
import { type ErrorCode, isMap, isNode, isScalar, parseDocument, visit, type YAMLMap } from 'yaml';
import type { FilePosition } from '../model/argument.ts';
import { printable } from '../model/printable.ts';
import { AuditError } from '../model/problem.ts';
import type { SourceFile } from '../sources/files/source-file.ts';
import { shallowTokens } from '../sources/files/yaml/parse.ts';

/** The content of a file that is one YAML document. Throws an AuditError for any other, and for a key that is there twice. */
export function contentsOf(file: SourceFile): unknown {
  try {
    shallowTokens(file);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    throw new AuditError(`${file.path}: ${error.message}`, error.hint);
  }
  const document = parseDocument(file.text, { prettyErrors: false });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    const { what, hint } = FAULTS[fault.code] ?? { what: fault.message, hint: 'Fix the syntax error.' };
    throw errorAt(file, fault.pos[0], what, hint);
  }
  visit(document, {
    Alias: (_, alias) => {
      throw errorAt(file, alias, ALIAS.what, ALIAS.hint);
    },
  });
  return document.contents;
}

interface Fault {
  readonly what: string;
  readonly hint: string;
}

/** What a glob without quotes is to YAML. */
const ALIAS: Fault = {
  what: 'this is an alias, which may not be used here',
  hint: "Put quotes around a text that begins with *: '**/a.yaml'. Write out what else an alias stands for.",
};

const FAULTS: Readonly<Partial<Record<ErrorCode, Fault>>> = {
  BAD_ALIAS: ALIAS,
  DUPLICATE_KEY: { what: 'this key is there twice', hint: 'Keep one of them.' },
  MULTIPLE_DOCS: { what: 'another document begins', hint: 'Put all waivers into one document.' },
};

/** What is wrong at a place, an offset or a node, as compilers say it. */
export function errorAt(file: SourceFile, place: unknown, what: string, hint: string): AuditError {
  const { line, column } = positionOf(file, place);
  return new AuditError(`${file.path}:${line}:${column}: ${what}`, hint);
}

export function positionOf(file: SourceFile, place: unknown): FilePosition {
  const start = typeof place === 'number' ? place : isNode(place) ? (place.range?.[0] ?? 0) : 0;
  const { line, column } = file.spanOf(start, start + 1);
  return { path: printable(file.path), line, column };
}

export interface Field {
  readonly key: unknown;
  readonly value: unknown;
}

/** The fields of a map by their keys. Throws an AuditError for what is not a map, and for a key that is not known. */
export function fieldsOf(
  file: SourceFile,
  node: unknown,
  what: string,
  known: readonly string[],
): ReadonlyMap<string, Field> {
  if (!isMap(node)) throw errorAt(file, node, `${what} is not a map`, `Give it ${listed(known)}.`);
  return new Map(itemsOf(node).map((field) => [keyOf(file, field, known), field]));
}

function itemsOf(node: YAMLMap): readonly Field[] {
  return node.items;
}

function keyOf(file: SourceFile, { key }: Field, known: readonly string[]): string {
  const name = isScalar(key) ? String(key.value) : '';
  if (known.includes(name)) return name;
  const meant = SYNONYMS[name] ?? closestMatch(name, [...known], { maxDistance: 2 });
  const hint = meant !== undefined && known.includes(meant) ? `Did you mean ${meant}? ` : '';
  throw errorAt(file, key, `unknown key '${name}'`, `${hint}The keys are ${listed(known)}.`);
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** What InSpec, Trivy and other tools call these keys. */
const SYNONYMS: Readonly<Record<string, string>> = {
  justification: 'reason',
  statement: 'reason',
  comment: 'reason',
  expiration_date: 'until',
  expired_at: 'until',
  expires: 'until',
  approved_by: 'approvedBy',
  approver: 'approvedBy',
  owner: 'approvedBy',
  paths: 'path',
  file: 'path',
  hosts: 'host',
  clusters: 'cluster',
};

/** A text of at most so many characters, with blanks and line breaks as single blanks. Throws an AuditError for anything else. */
export function textOf(file: SourceFile, node: unknown, name: string, most: number): string {
  if (!isScalar(node) || typeof node.value !== 'string') {
    throw errorAt(file, node, `${name} is not a text`, 'Write a text; put quotes around a number or a bool.');
  }
  const text = node.value.trim().replace(/\s+/g, ' ');
  if (text === '') throw errorAt(file, node, `${name} is empty`, 'Write it out.');
  if (text.length <= most) return text;
  throw errorAt(file, node, `${name} is longer than ${most} characters`, 'Shorten it.');
}
