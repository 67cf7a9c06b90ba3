import { type HostName, hostLabel } from '../model/fleet.ts';
import { printable } from '../model/printable.ts';
import type { Collection } from './collection.ts';
import { isKnownCode, problemOf } from './faults.ts';
import { printableJson } from './inspect-json.ts';
import type { DocumentFault, DocumentHandler } from './json-documents.ts';
import type { Piece } from './piece.ts';
import { nameIn, type Source } from './received.ts';
import { ENTRY_SHAPE, FLEET_SHAPE } from './report-shape.ts';
import { isRecord } from './shape.ts';
import { type Parsed, parsePiece, type Taken, takeReport, whyForeign } from './take-report.ts';

type Json = Readonly<Record<string, unknown>>;

/** What FLEET_SHAPE vouches for. */
interface JsonFleet {
  readonly maxAgeSeconds: number | null;
  readonly strict: boolean;
  readonly expected: readonly HostName[] | null;
  readonly problems: readonly {
    code: string;
    path: string;
    line: number | null;
    message: string;
    hint: string;
  }[];
}

/** Puts the documents of one file into a collection: reports, merged reports, and what is wrong with others. */
export class TakeDocuments implements DocumentHandler {
  readonly #collection: Collection;
  readonly #path: string;
  readonly #controlId: string;
  readonly #onReport: () => void;
  #isEmpty = true;
  /** Elements of the document that is being read. */
  #items: Taken[] = [];

  constructor(collection: Collection, path: string, controlId: string, onReport: () => void) {
    this.#collection = collection;
    this.#path = path;
    this.#controlId = controlId;
    this.#onReport = onReport;
  }

  readonly fault = (code: DocumentFault, line: number): void => {
    this.#isEmpty = false;
    this.#collection.addProblem(problemOf(code, { path: this.#path, line }));
  };

  readonly item = (piece: Piece): void => {
    this.#items.push(...this.#takeEntry(piece));
    this.#onReport();
  };

  readonly document = (piece: Piece | undefined): void => {
    this.#isEmpty = false;
    const items = this.#items;
    this.#items = [];
    const parsed = piece && parsePiece(piece, this.#path);
    // Of what is cut off, the beginning was received.
    if (parsed === undefined) this.#add(items);
    else if (parsed.kind === 'problem') this.#add([...items, parsed]);
    else if (parsed.json.kind !== undefined || items.length > 0) this.#takeFleet(parsed, items);
    else {
      const { json, line, isPrintable } = parsed;
      const options = { isPrintable, controlId: this.#controlId, hasSuperseded: false };
      this.#add([takeReport(json, { path: this.#path, line }, options)]);
      this.#onReport();
    }
  };

  /** To be called at the end of the file. */
  end(): void {
    if (this.#isEmpty) this.#collection.addProblem(problemOf('empty', { path: this.#path, line: null }));
  }

  #takeFleet({ json, line, isPrintable }: Parsed, items: readonly Taken[]): void {
    const source = { path: this.#path, line };
    const foreign = whyForeign(json, source);
    const fault = json.kind === 'fleet' ? FLEET_SHAPE(json, '') : 'it is of another kind';
    if (foreign ?? fault) {
      const message = `is not a whole merged report: ${fault}`;
      this.#collection.addProblem(foreign ?? problemOf('not-a-report', source, { message }));
      return;
    }
    const { maxAgeSeconds, strict, expected, problems } = (
      isPrintable ? json : printableJson(json)
    ) as JsonFleet;
    if (maxAgeSeconds !== null) this.#collection.limitAge(maxAgeSeconds);
    if (strict) this.#collection.beStrict();
    if (expected !== null) {
      this.#expectAgain(expected, items, source);
    }
    for (const { code, path, line: at, message, hint } of problems) {
      const known = isKnownCode(code) ? code : 'not-a-report';
      this.#collection.addProblem({ code: known, path, line: at, message, hint });
    }
    this.#add(items);
  }

  /** A merge may have found a name without a cluster in several: that is still open. Any other it has settled. */
  #expectAgain(expected: readonly HostName[], items: readonly Taken[], source: Source): void {
    const settled = new Set(items.map(labelOf));
    this.#collection.expect([]);
    for (const name of expected) {
      const entry = expectedEntry({ ...name }, source);
      if (name.cluster === null && !settled.has(labelOf(entry)) && entry.kind === 'expected') {
        this.#collection.expectListed([entry.name]);
      } else this.#add([entry]);
    }
  }

  #takeEntry(piece: Piece): Taken[] {
    const here = { path: this.#path, line: piece.line };
    const parsed = parsePiece(piece, this.#path);
    if (parsed.kind === 'problem') return [parsed];
    const { json, isPrintable } = parsed;
    const fault = ENTRY_SHAPE(json, '');
    if (fault !== undefined) {
      const message = `is not an entry of a merged report: ${fault}`;
      return [{ kind: 'problem', problem: problemOf('not-a-report', here, { message }) }];
    }
    const entries = [json, ...(Array.isArray(json.conflicting) ? json.conflicting.filter(isRecord) : [])];
    const taken = entries.flatMap(({ report, source, line }): Taken[] => {
      if (!isRecord(report)) return [];
      const isPlaced = typeof source === 'string' && typeof line === 'number';
      const from = isPlaced ? { path: printable(source), line } : here;
      const hasSuperseded = json.superseded === true;
      return [takeReport(report, from, { isPrintable, controlId: this.#controlId, hasSuperseded })];
    });
    return taken.length > 0 ? taken : [expectedEntry(json, here)];
  }

  #add(items: readonly Taken[]): void {
    for (const item of items) {
      if (item.kind === 'report') this.#collection.addReport(item.report, item.hasSuperseded);
      else if (item.kind === 'problem') this.#collection.addProblem(item.problem);
      else this.#collection.expect([item.name]);
    }
  }
}

function labelOf(item: Taken): string | undefined {
  if (item.kind === 'problem') return undefined;
  return hostLabel(item.kind === 'report' ? item.report.name : item.name);
}

/** A host that was expected. */
function expectedEntry(json: Json, source: Source): Taken {
  const name = nameIn(json);
  if (typeof name !== 'string') return { kind: 'expected', name };
  return { kind: 'problem', problem: problemOf('host', source, { message: name }) };
}
