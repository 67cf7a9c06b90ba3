import { Piece } from './piece.ts';

/** A report nests nine levels deep. */
const MAX_DEPTH = 64;
/** No report is larger, nor what surrounds the reports of a fleet. */
const MAX_BYTES = 16 * 1024 * 1024;

const [LINE_FEED, QUOTE, COMMA, COLON, BACKSLASH] = [0x0a, 0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d];
const BLANKS = [0x20, 0x09, 0x0d, LINE_FEED];
/** What may stand between the elements of a list of objects, and begin or end one. */
const IN_LIST = [...BLANKS, COMMA, OPEN, CLOSE_LIST];

/** A key is looked for in so many bytes before its list, and in more where they are blank. */
const LOOK_BACK = 64;
/** What may be the beginning of a line that begins with `{"`. */
const UNDECIDED = /\n\{?$/;
const REPORTS_KEY = /"reports"[ \t\r\n]*:[ \t\r\n]*$/;

export type DocumentFault = 'not-utf8' | 'not-json' | 'cut-off' | 'too-large' | 'too-deep';

export interface DocumentHandler {
  /** An element of the list `reports` of the document that ends next. */
  readonly item: (item: Piece) => void;
  /** The end of a document, which has its list `reports` empty; undefined for one that had a fault. */
  readonly document: (document: Piece | undefined) => void;
  readonly fault: (code: DocumentFault, line: number) => void;
}

/**
 * Finds JSON objects in bytes that come in pieces, without holding more than one of them: one after another or one a
 * line. A broken one ends where a line begins with `{"`, so that it does not take others with it. Whether each is valid
 * JSON is for others to say.
 */
export class JsonDocuments {
  readonly #handler: DocumentHandler;
  #state: 'begin' | 'between' | 'inside' | 'skip-line' | 'skip' | 'foreign' = 'begin';
  #held: Buffer | undefined;
  #line = 1;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #document = new Piece(1, MAX_BYTES);
  /** An element of `reports`; undefined outside of them. */
  #item: Piece | undefined;
  #isInList = false;
  /** Where the bytes of the chunk begin that belong to the document or item. */
  #from = 0;

  constructor(handler: DocumentHandler) {
    this.#handler = handler;
  }

  push(given: Buffer): void {
    const chunk = this.#held === undefined ? given : Buffer.concat([this.#held, given]);
    this.#held = undefined;
    if (this.#state === 'begin' && chunk.length < 3) {
      this.#held = chunk;
      return;
    }
    const undecided = UNDECIDED.exec(chunk.toString('latin1', chunk.length - 2))?.[0].length ?? 0;
    if (undecided > 0) this.#held = chunk.subarray(-undecided);
    this.#read(chunk.subarray(0, chunk.length - undecided));
  }

  end(): void {
    if (this.#held !== undefined) this.#read(this.#held);
    if (this.#state === 'inside') this.#abandon('cut-off');
  }

  #read(chunk: Buffer): void {
    let at = this.#state === 'begin' ? this.#begin(chunk) : 0;
    this.#from = 0;
    while (at < chunk.length) {
      if (this.#state === 'inside') at = this.#inside(chunk, at);
      else if (this.#state === 'between') at = this.#between(chunk, at);
      else at = this.#skip(chunk, at);
    }
    if (this.#state === 'inside') this.#keep(chunk, chunk.length);
  }

  /** Skips a byte-order mark. */
  #begin(chunk: Buffer): number {
    const mark = chunk.toString('latin1', 0, 3);
    this.#state = 'between';
    if (mark === '\xef\xbb\xbf') return 3;
    if (!/^(?:\xff\xfe|\xfe\xff)/.test(mark)) return 0;
    this.#handler.fault('not-utf8', 1);
    this.#state = 'foreign';
    return chunk.length;
  }

  #between(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === OPEN) {
        this.#start(at);
        return at;
      }
      if (byte === LINE_FEED) this.#line += 1;
      else if (!BLANKS.includes(byte)) {
        this.#handler.fault('not-json', this.#line);
        this.#state = 'skip-line';
        return at;
      }
    }
    return chunk.length;
  }

  /** To the next line that begins with a brace. */
  #skip(chunk: Buffer, from: number): number {
    if (this.#state === 'skip' && chunk[from] === OPEN) {
      this.#start(from);
      return from;
    }
    if (this.#state === 'foreign') return chunk.length;
    const end = chunk.indexOf(LINE_FEED, from);
    this.#state = end === -1 ? 'skip-line' : 'skip';
    if (end === -1) return chunk.length;
    this.#line += 1;
    return end + 1;
  }

  #start(at: number): void {
    this.#state = 'inside';
    this.#depth = 0;
    this.#isInString = this.#isEscaped = this.#isInList = false;
    this.#item = undefined;
    this.#document = new Piece(this.#line, MAX_BYTES);
    this.#from = at;
  }

  /** To the end of the document, or of the chunk. */
  #inside(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      if (this.#isInString) {
        at = this.#endOfString(chunk, at);
        if (at === chunk.length) return at;
        if (this.#isInString) {
          this.#abandon('cut-off');
          this.#state = 'skip-line';
          return at;
        }
        continue;
      }
      const byte = chunk[at] ?? 0;
      if (this.#isInList && !this.#item && !IN_LIST.includes(byte)) this.#drop('not-json');
      switch (byte) {
        case LINE_FEED:
          this.#line += 1;
          if (chunk[at + 1] === OPEN && chunk[at + 2] === QUOTE) {
            this.#abandon('cut-off');
            return at + 1;
          }
          break;
        case QUOTE:
          this.#isInString = true;
          break;
        case COLON:
          this.#piece.keys += 1;
          break;
        case OPEN:
        case OPEN_LIST:
          this.#open(chunk, at);
          break;
        case CLOSE:
        case CLOSE_LIST:
          if (this.#close(chunk, at)) return at + 1;
          break;
        default:
      }
    }
    return chunk.length;
  }

  /** Where the string ends, or the line or chunk within it. */
  #endOfString(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === LINE_FEED) return at;
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) {
        this.#isInString = false;
        return at;
      }
    }
    return chunk.length;
  }

  #open(chunk: Buffer, at: number): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#drop('too-deep');
    if (chunk[at] === OPEN_LIST && this.#depth === 2 && this.#isReports(chunk, at)) {
      this.#keep(chunk, at + 1);
      this.#isInList = true;
    } else if (this.#isInList && this.#depth === 3 && chunk[at] === OPEN) {
      this.#item = new Piece(this.#line, MAX_BYTES);
      this.#from = at;
    }
  }

  /** Whether that ends the document. */
  #close(chunk: Buffer, at: number): boolean {
    this.#depth -= 1;
    if (this.#item && this.#depth === 2) {
      this.#keep(chunk, at + 1);
      if (!this.#item.isDropped) this.#handler.item(this.#item);
      this.#item = undefined;
    } else if (this.#isInList && !this.#item && this.#depth === 1) {
      this.#isInList = false;
      this.#from = at;
    }
    if (this.#depth > 0) return false;
    this.#keep(chunk, at + 1);
    this.#state = 'between';
    this.#handler.document(this.#document.isDropped ? undefined : this.#document);
    return true;
  }

  get #piece(): Piece {
    return this.#item ?? this.#document;
  }

  #isReports(chunk: Buffer, at: number): boolean {
    let text = '';
    for (let length = LOOK_BACK; ; length *= 2) {
      const here = chunk.subarray(Math.max(this.#from, at - length), at).toString('latin1');
      const before = this.#document.tail(length - here.length) + here;
      const isAll = before.length === text.length;
      text = before;
      if (isAll || hasKey(text)) return REPORTS_KEY.test(text);
    }
  }

  /** Adds what the chunk has of the document or item up to there. */
  #keep(chunk: Buffer, end: number): void {
    if (this.#isInList && !this.#item) return;
    if (!this.#piece.add(chunk.subarray(this.#from, end))) this.#drop('too-large');
    this.#from = 0;
  }

  /** Reads on to its end, without holding it. */
  #drop(code: DocumentFault): void {
    if (!this.#piece.isDropped) this.#handler.fault(code, this.#piece.line);
    this.#piece.drop();
  }

  #abandon(code: DocumentFault): void {
    if (!this.#piece.isDropped) this.#handler.fault(code, this.#piece.line);
    this.#handler.document(undefined);
    this.#state = 'between';
  }
}

/** Whether a key as long as that of the reports is before the blanks and colons that end a text. */
function hasKey(text: string): boolean {
  let end = text.length;
  while (end > 0 && ' \t\r\n:'.includes(text.charAt(end - 1))) end -= 1;
  return end >= '"reports"'.length;
}
