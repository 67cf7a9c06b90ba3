import { isUtf8 } from 'node:buffer';
import type { FleetProblem, HostName, ReceivedReport } from '../model/fleet.ts';
import { TOOL } from '../model/report.ts';
import type { Waiver } from '../model/waiver.ts';
import { parseJson } from '../sources/system/bytes.ts';
import { problemOf } from './faults.ts';
import type { LeftOut } from './host-reports.ts';
import { countKeys, inspectJson, MAX_TEXT, printableJson } from './inspect-json.ts';
import type { JsonReport } from './json-report.ts';
import type { AcceptedFinding } from './open-findings.ts';
import type { Piece } from './piece.ts';
import { nameIn, receivedReport, type Source } from './received.ts';
import { ReceivedContent } from './received-content.ts';
import { REPORT_SHAPE } from './report-shape.ts';
import { faultOf, isRecord } from './shape.ts';

const SCHEMA_VERSION = 1;

interface Failed {
  readonly kind: 'problem';
  readonly problem: FleetProblem;
}

/** A report, a host that was expected, or why it is neither. */
export type Taken =
  | { readonly kind: 'report'; readonly report: ReceivedReport; readonly leftOut: LeftOut }
  | { readonly kind: 'expected'; readonly name: HostName }
  | Failed;

type Json = Readonly<Record<string, unknown>>;

export interface Parsed {
  readonly kind: 'json';
  readonly json: Json;
  /** The line that it begins on, from 1. */
  readonly line: number;
  readonly isPrintable: boolean;
  /** As it is written. */
  readonly text: string;
}

/** An object; a problem where it is not JSON, or not JSON that has one meaning. */
export function parsePiece(piece: Piece, path: string): Parsed | Failed {
  const failed = (code: FleetProblem['code'], message?: string): Failed => ({
    kind: 'problem',
    problem: problemOf(code, { path, line: piece.line }, message === undefined ? {} : { message }),
  });
  const bytes = piece.bytes();
  if (!isUtf8(bytes)) return failed('not-utf8');
  const text = bytes.toString('utf8');
  const value = parseJson(text);
  if (value === undefined) return failed('not-json');
  const { keys, isPrintable, hasHugeText } = piece.isPlain
    ? { keys: countKeys(value), isPrintable: true, hasHugeText: false }
    : inspectJson(value);
  if (hasHugeText) return failed('too-large', `has a text of more than ${MAX_TEXT / 1024} KiB`);
  // JSON.parse takes the last of equal keys, other readers the first: a report would pass here and fail there.
  if (keys !== piece.keys) return failed('duplicate-key');
  return isRecord(value)
    ? { kind: 'json', json: value, line: piece.line, isPrintable, text }
    : failed('not-a-report');
}

/** Why an object is not of this tool and version; undefined if it is. */
export function whyForeign({ tool, schemaVersion }: Json, source: Source): FleetProblem | undefined {
  if (!isRecord(tool) || tool.name !== TOOL.name) return problemOf('not-a-report', source);
  if (schemaVersion === SCHEMA_VERSION) return undefined;
  const isNewer = typeof schemaVersion === 'number' && schemaVersion > SCHEMA_VERSION;
  return problemOf(isNewer ? 'schema-version' : 'not-a-report', source);
}

/** What is the same for every report. */
export interface TakeContext {
  readonly controlId: string;
  readonly waivers: readonly Waiver[];
}

/** What is known of a report besides what it says. */
interface HowReceived {
  /** Whether every text in it is. */
  readonly isPrintable: boolean;
  /** As it is written; absent for a part of a document. */
  readonly text?: string;
  readonly leftOut?: LeftOut;
  /** What an earlier merge accepted of it. */
  readonly accepted?: readonly AcceptedFinding[];
}

const NOTHING: LeftOut = {};

export function takeReport(
  json: Json,
  source: Source,
  { isPrintable, text, leftOut = NOTHING, accepted = [] }: HowReceived,
  { controlId, waivers }: TakeContext,
): Taken {
  const problem = whyForeign(json, source) ?? whyUnusable(json, source, controlId);
  if (problem) return { kind: 'problem', problem };
  const name = nameIn(json);
  if (typeof name === 'string')
    return { kind: 'problem', problem: problemOf('host', source, { message: name }) };
  const shown = isPrintable ? json : printableJson(json);
  // A longer one may be blanks for the most part.
  const isKept = isPrintable && text !== undefined && text.length <= MAX_TEXT;
  const content = new ReceivedContent(shown, isKept ? text : undefined);
  // Its shape has been checked.
  const report = receivedReport(shown as JsonReport, name, source, { waivers, accepted }, content);
  return { kind: 'report', report, leftOut };
}

function whyUnusable(json: Json, source: Source, controlId: string): FleetProblem | undefined {
  if (json.findings === undefined && json.reason !== undefined) {
    return problemOf('not-a-report', source, {
      message: 'is one finding of a report, as ndjson has them',
      hint: 'Write reports with --format json or jsonl.',
    });
  }
  const fault = faultOf(json, REPORT_SHAPE);
  if (fault !== undefined) {
    return problemOf('not-a-report', source, { message: `is not a whole report: ${fault}` });
  }
  const { control } = json;
  if (isRecord(control) && control.id === controlId) return undefined;
  return problemOf('not-a-report', source, { message: 'is a report on another control' });
}

/** A host that was expected. */
export function expectedHost(json: Json, source: Source): Taken {
  const name = nameIn(json);
  if (typeof name !== 'string') return { kind: 'expected', name };
  return { kind: 'problem', problem: problemOf('host', source, { message: name }) };
}
