import { type DocumentFault, type DocumentHandler, MAX_BYTES, MAX_DEPTH } from './document-handler.ts';
import { beginsReport, StrayLines, undecidedAtEnd } from './json-lines.ts';
import { BEFORE_DOCUMENTS, endsWithReportsKey, ListOfObjects } from './json-lists.ts';
import { JsonString } from './json-string.ts';
import { Piece } from './piece.ts';
import { simpleDocument } from './simple-document.ts';

const [LINE_FEED, QUOTE, COLON] = [0x0a, 0x22, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Finds JSON objects in bytes that come in pieces, without holding more than one of them: one after another, one a
 * line, or in a list. A broken one ends where a line begins with `{"` or is `{`, so that it does not take others with it.
 * Whether each is valid JSON is for others to say.
 */
export class JsonDocuments {
  readonly #handler: DocumentHandler;
  #state: 'begin' | 'between' | 'inside' | 'stray' | 'skip-line' | 'skip' | 'foreign' = 'begin';
  #held: Buffer | undefined;
  /** The chunk with what is held of it. */
  #seen: Buffer = Buffer.alloc(0);
  #line = 1;
  #depth = 0;
  #string = new JsonString();
  #document = new Piece(1, MAX_BYTES);
  /** An element of `reports`; undefined outside of them. */
  #item: Piece | undefined;
  /** Of `reports`; undefined outside of it. */
  #reports: ListOfObjects | undefined;
  /** Of documents; undefined outside of one. */
  #list: ListOfObjects | undefined;
  #stray = new StrayLines();
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
    const undecided = undecidedAtEnd(chunk);
    if (undecided > 0) this.#held = chunk.subarray(-undecided);
    this.#read(chunk, chunk.length - undecided);
  }

  end(): void {
    if (this.#held !== undefined) this.#read(this.#held, this.#held.length);
    if (this.#state === 'inside') this.#abandon('cut-off');
    else if (this.#list) this.#handler.fault('cut-off', this.#line);
    if (this.#state === 'stray') this.#sayStray();
  }

  #read(seen: Buffer, length: number): void {
    this.#seen = seen;
    const chunk = seen.subarray(0, length);
    let at = this.#state === 'begin' ? this.#begin(chunk) : 0;
    this.#from = 0;
    while (at < chunk.length) {
      if (this.#state === 'inside') at = this.#inside(chunk, at);
      else if (this.#state === 'between') at = this.#between(chunk, at);
      else if (this.#state === 'stray') at = this.#readStray(chunk, at);
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
      if (byte === LINE_FEED) this.#line += 1;
      if (this.#list ? !this.#list.accepts(byte) : !BEFORE_DOCUMENTS.includes(byte)) {
        this.#list = undefined;
        this.#state = 'stray';
        return at;
      }
      if (byte === OPEN) return this.#start(chunk, at);
      if (byte === OPEN_LIST) this.#list = new ListOfObjects();
      else if (byte === CLOSE_LIST) this.#list = undefined;
    }
    return chunk.length;
  }

  /** To the end of a line that is no document. */
  #readStray(chunk: Buffer, from: number): number {
    const end = chunk.indexOf(LINE_FEED, from);
    this.#stray.add(chunk.toString('latin1', from, end === -1 ? chunk.length : end));
    if (end === -1) return chunk.length;
    this.#sayStray();
    this.#state = 'between';
    return end;
  }

  #sayStray(): void {
    const fault = this.#stray.fault();
    if (fault !== undefined) this.#handler.fault(fault, this.#line);
  }

  /** To the next line that begins with a brace. */
  #skip(chunk: Buffer, from: number): number {
    if (this.#state === 'skip' && chunk[from] === OPEN) return this.#start(chunk, from);
    if (this.#state === 'foreign') return chunk.length;
    const end = chunk.indexOf(LINE_FEED, from);
    this.#state = end === -1 ? 'skip-line' : 'skip';
    if (end === -1) return chunk.length;
    this.#line += 1;
    return end + 1;
  }

  /** Where to read on. */
  #start(chunk: Buffer, at: number): number {
    this.#stray = new StrayLines();
    const simple = simpleDocument(chunk, at);
    if (simple) {
      const piece = new Piece(this.#line, MAX_BYTES, simple);
      piece.add(chunk.subarray(at, simple.end));
      this.#line += simple.lineFeeds;
      this.#state = 'between';
      this.#handler.document(piece);
      return simple.end;
    }
    this.#state = 'inside';
    this.#depth = 0;
    this.#string = new JsonString();
    this.#item = this.#reports = undefined;
    this.#document = new Piece(this.#line, MAX_BYTES);
    this.#from = at;
    return at;
  }

  /** To the end of the document, or of the chunk. */
  #inside(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      if (this.#string.isOpen) {
        at = this.#string.end(chunk, at);
        if (at === chunk.length) return at;
        if (this.#string.isOpen) {
          this.#abandon('cut-off');
          this.#state = 'skip-line';
          return at;
        }
        continue;
      }
      const byte = chunk[at] ?? 0;
      if (this.#reports && !this.#item && !this.#reports.accepts(byte)) this.#drop('not-json');
      switch (byte) {
        case LINE_FEED:
          this.#line += 1;
          if (beginsReport(this.#seen, at + 1)) {
            this.#abandon('cut-off');
            return at + 1;
          }
          break;
        case QUOTE:
          this.#string.open();
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

  #open(chunk: Buffer, at: number): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#drop('too-deep');
    if (chunk[at] === OPEN_LIST && this.#depth === 2 && this.#isReports(chunk, at)) {
      this.#keep(chunk, at + 1);
      this.#reports = new ListOfObjects();
    } else if (this.#reports && this.#depth === 3 && chunk[at] === OPEN) {
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
    } else if (this.#reports && !this.#item && this.#depth === 1) {
      this.#reports = undefined;
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
    return endsWithReportsKey((length) => {
      const here = chunk.subarray(Math.max(this.#from, at - length), at).toString('latin1');
      return this.#document.tail(length - here.length) + here;
    });
  }

  /** Adds what the chunk has of the document or item up to there. */
  #keep(chunk: Buffer, end: number): void {
    if (this.#reports && !this.#item) return;
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
    this.#list = undefined;
    this.#state = 'between';
  }
}
