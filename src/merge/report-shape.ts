import {
  count,
  day,
  emptyList,
  flag,
  lineNumber,
  listOf,
  nullable,
  oneOf,
  optional,
  record,
  type Shape,
  text,
  time,
} from './shape.ts';

const problem = record({
  path: text,
  line: optional(count),
  column: optional(count),
  message: text,
  hint: text,
});

const position = { line: optional(count), column: optional(count), path: optional(text) };

const target: Shape = (value) => ANY_TARGET(value) ?? TARGETS[kindOf(value)](value);

const ANY_TARGET = record({
  kind: oneOf(['process', 'ps', 'file']),
  program: text,
  release: optional(text),
});

const TARGETS = {
  process: record({
    pid: count,
    executable: nullable(text),
    uid: nullable(count),
    unit: optional(nullable(text)),
    containerId: optional(nullable(text)),
    podUid: optional(nullable(text)),
    nestedIn: optional(listOf(text)),
  }),
  ps: record({ path: text, line: count, pid: nullable(count) }),
  file: record({
    path: text,
    line: count,
    column: count,
    format: text,
    object: nullable(text),
    container: nullable(text),
  }),
} as const;

function kindOf(value: unknown): keyof typeof TARGETS {
  return (value as { kind: keyof typeof TARGETS }).kind;
}

const warnings = listOf(record({ code: text, message: text, ...position }));

const risk = { reason: text, approvedBy: optional(text), until: day };

/** No version accepts what does not fail: --strict may make a failure of it, and that is not accepted. */
const onlyOfFailure: Shape = (value) => {
  const { status, waiver } = value as { readonly status: string; readonly waiver?: unknown };
  return status === 'fail' || waiver === undefined ? undefined : '.waiver is of what does not fail';
};

const finding: Shape = (value) => FINDING(value) ?? onlyOfFailure(value);

const FINDING = record({
  status: oneOf(['pass', 'fail', 'unknown']),
  reason: text,
  hint: optional(text),
  remediation: optional(text),
  target,
  evidence: record({
    expected: text,
    actual: text,
    arguments: listOf(
      record({ index: count, text, value: nullable(flag), effective: flag, note: text, ...position }),
    ),
  }),
  warnings,
  startedBy: optional(listOf(text)),
  waiver: optional(record(risk)),
});

/** The JSON report of one host, as far as it is used here. Whether its host and control are ours is another question. */
export const REPORT_SHAPE: Shape = record({
  tool: record({ name: text, version: text }),
  control: record({ id: text }),
  auditedAt: time,
  status: oneOf(['pass', 'fail', 'unknown', 'notapplicable']),
  exitStatus: oneOf([0, 1, 2, 3]),
  summary: record({ pass: count, fail: count, unknown: count, waived: optional(count) }),
  findings: listOf(finding),
  problems: listOf(problem),
  warnings: optional(warnings),
  examined: record({
    source: oneOf(['procfs', 'ps-list', 'ps text', 'files']),
    processes: count,
    files: optional(count),
    hostFiles: optional(listOf(text)),
    setAside: listOf(record({ target, reason: text })),
    note: optional(text),
    blindSpot: optional(problem),
  }),
});

const status = oneOf(['pass', 'fail', 'unknown', 'notapplicable']);

/** A fleet whose reports were taken out of it, as far as it is used here. */
export const FLEET_SHAPE: Shape = record({
  tool: record({ name: text, version: text }),
  control: record({ id: text }),
  maxAgeSeconds: nullable(count),
  strict: flag,
  status,
  exitStatus: oneOf([0, 1, 2, 3]),
  hosts: record({ received: count }),
  summary: record({ pass: count, fail: count, unknown: count, notapplicable: count }),
  expected: nullable(listOf(record({ cluster: nullable(text), host: text }))),
  reports: emptyList,
  problems: listOf(record({ code: text, path: text, line: nullable(lineNumber), message: text, hint: text })),
});

const waivers = optional(listOf(record({ finding: count, ...risk })));

const placed = listOf(record({ source: text, line: lineNumber, report: record({}), waivers }));

/** An element of the reports of a fleet. */
export const ENTRY_SHAPE: Shape = record({
  cluster: nullable(text),
  host: text,
  status,
  reported: nullable(status),
  reason: optional(text),
  superseded: optional(flag),
  report: optional(record({})),
  source: optional(text),
  line: optional(lineNumber),
  waivers,
  supersededFailure: optional(record({ auditedAt: time, source: text, line: lineNumber })),
  conflicting: optional(placed),
  ahead: optional(placed),
});
