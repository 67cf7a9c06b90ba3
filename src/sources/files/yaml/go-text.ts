import { CST, Lexer } from 'yaml';
import type { GoDifference } from './go-difference.ts';

const LINE_END = /[\u0085\u2028\u2029]|\r(?!\n)/;

/**
 * The characters that readerc.go of go-yaml rejects, bytes that are not UTF-8, and a byte-order mark inside the text.
 */
const REFUSED = /[^\t\n\r\x20-\x7e\x85\xa0-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\ud800-\udfff]/u;

const LINE_ENDS: Readonly<Record<string, string>> = {
  '\r': 'a carriage return alone',
  '\u0085': 'the character U+0085',
  '\u2028': 'the character U+2028',
  '\u2029': 'the character U+2029',
};

/** A character that ends a line only for Go: what looks like a comment or value may contain another line. */
export function findGoLineEnd(text: string): GoDifference | undefined {
  const found = LINE_END.exec(text);
  return found
    ? { start: found.index, what: `${LINE_ENDS[found[0]]} ends a line for Kubernetes` }
    : undefined;
}

interface Position {
  readonly isJson: boolean;
  readonly isFlow: boolean;
  /** Only blanks precede it on its line. */
  readonly isLineStart: boolean;
  /** Only blanks are between it and the colon of a key. */
  readonly isAfterKey: boolean;
  /** The lexeme before it, blanks, line ends and comments aside. */
  readonly before: string;
  readonly next: string;
}

/** Less than go-yaml allows for a key and all before its colon: see yaml_simple_key_is_valid in scannerc.go. */
const LONGEST_KEY = 900;

/** A slash, half a character, and the end of a line before an empty one. */
const REFUSED_ESCAPE = /\\(?:\/|u[dD][89a-fA-F]|\r?\n[ \t]*\r?\n)/;

function isMarker(lexeme: string): boolean {
  return lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END || lexeme === CST.SCALAR;
}

export function findRefusedCharacter(text: string): GoDifference | undefined {
  const found = REFUSED.exec(text);
  return found ? { start: found.index, what: 'Kubernetes may not accept this character' } : undefined;
}

/** The first thing in the text of a YAML document that is accepted here but rejected by go-yaml. */
export function findRefused(text: string): GoDifference | undefined {
  const isJson = /^\s*\{/.test(text);
  const lexemes = [...new Lexer().lex(text)];
  let start = 0;
  let levels = 0;
  let isLineStart = true;
  let isAfterKey = false;
  let before = '';
  for (const [index, lexeme] of lexemes.entries()) {
    const type = lexemes[index - 1] === CST.SCALAR ? 'scalar' : CST.tokenType(lexeme);
    if (type === null || isMarker(lexeme)) continue;
    if (type === 'flow-map-start' || type === 'flow-seq-start') levels += 1;
    if (type === 'flow-map-end' || type === 'flow-seq-end') levels -= 1;
    const next = lexemes[index + 1] ?? '\n';
    const what = refusalOf(lexeme, type, {
      isJson,
      isFlow: levels > 0,
      isLineStart,
      isAfterKey,
      before,
      next,
    });
    if (what !== undefined) return { start, what };
    if (type !== 'space' && type !== 'comment') {
      isAfterKey = type === 'map-value-ind' && !isLineStart;
      isLineStart = type === 'newline';
      if (!isLineStart) before = lexeme;
    }
    start += lexeme.length;
  }
  return undefined;
}

function refusalOf(lexeme: string, type: CST.TokenType, position: Position): string | undefined {
  const { isJson, isFlow, isLineStart, isAfterKey, before, next } = position;
  switch (type) {
    case 'space':
      if (isJson || isFlow || isAfterKey || !lexeme.includes('\t')) return undefined;
      return isLineStart || !/^[\r\n#]/.test(next) ? 'Kubernetes does not accept a tab here' : undefined;
    case 'map-value-ind':
      return !isJson && (isLineStart || before.includes('\n') || before.length > LONGEST_KEY)
        ? 'Kubernetes may not accept a key that is this long, or not on the same line as its colon'
        : undefined;
    case 'tag':
      // Commas and brackets belong to a tag there.
      return isFlow && !/^\s/.test(next) ? 'Kubernetes may not read this tag' : undefined;
    case 'directive-line':
      return 'Kubernetes may not accept a directive';
    case 'anchor':
    case 'alias':
      return /^.[\w-]+$/.test(lexeme) ? undefined : 'Kubernetes does not accept the name of this anchor';
    case 'double-quoted-scalar':
      return !isJson && REFUSED_ESCAPE.test(lexeme.replaceAll('\\\\', ''))
        ? 'Kubernetes does not accept an escape in this string'
        : undefined;
    case 'scalar':
      if (isFlow)
        return /^:|\?/.test(lexeme) ? 'Kubernetes does not accept this here without quotes' : undefined;
      return /^ *\t/m.test(lexeme) ? 'Kubernetes does not accept a tab at the start of a line' : undefined;
    default:
      return undefined;
  }
}
