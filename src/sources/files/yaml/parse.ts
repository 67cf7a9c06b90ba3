import { Composer, type CST, type Document, isMap, isScalar, isSeq, Parser } from 'yaml';
import { AuditError } from '../../../model/problem.ts';
import type { SourceFile } from '../source-file.ts';
import { errorAt } from './go-difference.ts';
import { findInDocument } from './go-document.ts';
import { findGoLineEnd, findRefused, findRefusedCharacter } from './go-text.ts';
import type { YamlValue } from './node.ts';
import { readPlain } from './plain.ts';
import { toValue } from './to-value.ts';
import { documentsIn, type ParsedYaml } from './yaml.ts';

/**
 * The documents of a file in order: an error for one that cannot be parsed or that Kubernetes may read differently, and
 * undefined for an empty one. Throws an AuditError if the file is nested too deeply.
 */
export function parseYaml(file: SourceFile): ParsedYaml {
  const plain = readPlain(file.text);
  return plain ? [plain] : parseAny(file);
}

/** The same for any text, which takes ten times as long. */
export function parseAny(file: SourceFile): ParsedYaml {
  const tokens = shallowTokens(file);
  const lineEnd = findGoLineEnd(file.text);
  if (lineEnd) return [errorAt(file, lineEnd)];
  const composer = new Composer({ uniqueKeys: false, logLevel: 'silent' });
  const parsed = [...composer.compose(tokens)];
  const character = parsed.some(isCollection) ? findRefusedCharacter(file.text) : undefined;
  if (character) return [errorAt(file, character)];
  let end = 0;
  return parsed.map((document, index) => {
    const start = end;
    end = index === parsed.length - 1 ? file.text.length : document.range[2];
    return readDocument(document, file, start, end);
  });
}

function isCollection({ contents }: Document): boolean {
  return isMap(contents) || isSeq(contents);
}

/** The text from `start` up to `end` is that of the document, with the directives before it. */
function readDocument(
  document: Document.Parsed,
  file: SourceFile,
  start: number,
  end: number,
): YamlValue | AuditError | undefined {
  const [error] = document.errors;
  if (error) {
    const what = error.message.includes('call stack') ? 'nested too deeply' : error.message;
    return errorAt(file, { start: error.pos[0], what }, 'Fix the syntax error.');
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return undefined;
  const difference = findInDocument(document);
  if (difference) return errorAt(file, difference);
  const refused = isCollection(document) ? findRefused(file.text.slice(start, end)) : undefined;
  if (refused) return errorAt(file, { ...refused, start: start + refused.start });
  return toValue(document);
}

/** Throws an AuditError with the line if a document is not YAML. */
export function readYaml(file: SourceFile): readonly YamlValue[] {
  return documentsIn(parseYaml(file));
}

/** The documents of a file that can be parsed, and the error of the first that cannot. */
export interface YamlDocuments {
  readonly documents: readonly YamlValue[];
  readonly error: AuditError | undefined;
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

/** Far more than any file of a cluster needs. Some hundred more, and the parser comes to the end of the stack, where V8 may crash. */
const MAX_LEVELS = 500;
/** Each level of a block takes at least one column. */
const MAX_INDENTATION = 500;

/** The tokens of a file. Throws an AuditError if they are nested too deeply for what is made of them. */
export function shallowTokens(file: SourceFile): CST.Token[] {
  rejectDeepIndentation(file);
  const tokens = [...new Parser().parse(file.text)];
  const left: { readonly token: CST.Token | null | undefined; readonly level: number }[] = tokens.map(
    (token) => ({ token, level: 0 }),
  );
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { token, level } = next;
    if (!token) continue;
    if (level > MAX_LEVELS) throw tooDeep(file, token.offset);
    if (token.type === 'document') left.push({ token: token.value, level });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items)
      left.push({ token: key, level: level + 1 }, { token: value, level: level + 1 });
  }
  return tokens;
}

function rejectDeepIndentation(file: SourceFile): void {
  let start = 0;
  for (const line of file.lines) {
    const [prefix = ''] = /^(?:[ ]|[-?:](?= |$))*/.exec(line) ?? [];
    if (prefix.length > MAX_INDENTATION) throw tooDeep(file, start);
    start += line.length + 1;
  }
}

function tooDeep(file: SourceFile, offset: number): AuditError {
  return errorAt(file, { start: file.text.lastIndexOf('\n', offset) + 1, what: 'nested too deeply' });
}
