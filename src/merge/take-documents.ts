import { type HostName, hostLabel } from '../model/fleet.ts';
import type { Collection } from './collection.ts';
import type { DocumentFault, DocumentHandler } from './document-handler.ts';
import { isKnownCode, MERGE_AGAIN, problemOf } from './faults.ts';
import { fleetContradiction, type JsonFleet } from './fleet-claims.ts';
import { printableJson } from './inspect-json.ts';
import type { Piece } from './piece.ts';
import type { Source } from './received.ts';
import { FLEET_SHAPE } from './report-shape.ts';
import { faultOf } from './shape.ts';
import { type TakenEntry, takeEntry } from './take-entry.ts';
import {
  expectedHost,
  type Parsed,
  parsePiece,
  type TakeContext,
  type Taken,
  takeReport,
  whyForeign,
} from './take-report.ts';

/** Puts the documents of one file into a collection: reports, merged reports, and what is wrong with others. */
export class TakeDocuments implements DocumentHandler {
  readonly #collection: Collection;
  readonly #path: string;
  readonly #context: TakeContext;
  readonly #onReport: () => void;
  #isEmpty = true;
  /** Elements of the document that is being read. */
  #entries: TakenEntry[] = [];

  constructor(collection: Collection, path: string, controlId: string, onReport: () => void) {
    this.#collection = collection;
    this.#path = path;
    this.#context = { controlId, waivers: collection.waivers };
    this.#onReport = onReport;
  }

  readonly fault = (code: DocumentFault, line: number): void => {
    this.#isEmpty = false;
    this.#collection.addProblem(problemOf(code, { path: this.#path, line }));
  };

  readonly item = (piece: Piece): void => {
    const parsed = parsePiece(piece, this.#path);
    this.#entries.push(
      parsed.kind === 'problem'
        ? { items: [parsed], status: undefined, isReceived: false }
        : takeEntry(parsed, this.#path, this.#context),
    );
    this.#onReport();
  };

  readonly document = (piece: Piece | undefined): void => {
    this.#isEmpty = false;
    const entries = this.#entries;
    this.#entries = [];
    const items = entries.flatMap((entry) => entry.items);
    const parsed = piece && parsePiece(piece, this.#path);
    // Of what is cut off, the beginning was received.
    if (parsed === undefined) this.#add(items);
    else if (parsed.kind === 'problem') this.#add([...items, parsed]);
    else if (parsed.json.kind !== undefined || items.length > 0) this.#takeFleet(parsed, entries, items);
    else {
      const { json, line, isPrintable, text } = parsed;
      const source = { path: this.#path, line };
      this.#add([takeReport(json, source, { isPrintable, text }, this.#context)]);
      this.#onReport();
    }
  };

  /** To be called at the end of the file. */
  end(): void {
    if (this.#isEmpty) this.#collection.addProblem(problemOf('empty', { path: this.#path, line: null }));
  }

  #takeFleet(
    { json, line, isPrintable }: Parsed,
    entries: readonly TakenEntry[],
    items: readonly Taken[],
  ): void {
    const source = { path: this.#path, line };
    const foreign = whyForeign(json, source);
    const fault = json.kind === 'fleet' ? faultOf(json, FLEET_SHAPE) : 'it is of another kind';
    if (foreign ?? fault) {
      const message = `is not a whole merged report: ${fault}`;
      this.#collection.addProblem(foreign ?? problemOf('not-a-report', source, { message }));
      // What was received of it counts, so that none of it comes out better.
      if (!foreign && json.kind === 'fleet') this.#add(items);
      return;
    }
    // Its shape has been checked.
    const fleet = (isPrintable ? json : printableJson(json)) as unknown as JsonFleet;
    const claim = fleetContradiction(fleet, entries, this.#context.controlId);
    if (claim !== undefined) {
      const message = `is a merged report that ${claim}`;
      this.#collection.addProblem(problemOf('not-a-report', source, { message, hint: MERGE_AGAIN }));
    }
    const { maxAgeSeconds, strict, expected, problems } = fleet;
    if (maxAgeSeconds !== null) this.#collection.limitAge(maxAgeSeconds);
    if (strict) this.#collection.beStrict();
    if (expected !== null) this.#expectAgain(expected, items, source);
    const places = new Set(items.map(placeOf));
    for (const { code, path, line: at, message, hint } of problems) {
      // Whether a report is from the future is for now to say.
      if (code === 'clock' && places.has(`${path}:${at}`)) continue;
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
      const entry = expectedHost({ ...name }, source);
      if (name.cluster === null && !settled.has(labelOf(entry)) && entry.kind === 'expected') {
        this.#collection.expectListed([entry.name]);
      } else this.#add([entry]);
    }
  }

  #add(items: readonly Taken[]): void {
    for (const item of items) {
      if (item.kind === 'report') this.#collection.addReport(item.report, item.leftOut);
      else if (item.kind === 'problem') this.#collection.addProblem(item.problem);
      else this.#collection.expect([item.name]);
    }
  }
}

function placeOf(item: Taken): string | undefined {
  return item.kind === 'report' ? `${item.report.source}:${item.report.line}` : undefined;
}

function labelOf(item: Taken): string | undefined {
  if (item.kind === 'problem') return undefined;
  return hostLabel(item.kind === 'report' ? item.report.name : item.name);
}
