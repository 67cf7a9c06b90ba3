import type { Origin } from '../model/invocation.ts';
import type { Problem } from '../model/problem.ts';
import { releaseText } from '../model/release.ts';
import { type Finding, type Report, type Reporter, summaryOf } from '../model/report.ts';
import type { EvidenceArgument, Warning } from '../model/verdict.ts';
import { type OriginFacts, originFacts } from './words/origin.ts';

const SCHEMA_VERSION = 1;

const TARGET_FIELDS = {
  process: ['kind', 'pid', 'program', 'executable', 'uid', 'unit', 'containerId', 'podUid'],
  ps: ['kind', 'path', 'line', 'pid', 'program'],
  file: ['kind', 'path', 'line', 'column', 'format', 'object', 'container', 'program'],
} as const satisfies Record<
  Origin['kind'],
  readonly (keyof Omit<OriginFacts, 'nestedIn'> | 'kind' | 'program')[]
>;

/** JSON report version 1; its schema is report.schema.json. */
export const json: Reporter = (report, { exitStatus }) =>
  `${JSON.stringify(jsonReport(report, exitStatus), null, 2)}\n`;

/** The same on one line, for logs. */
export const jsonl: Reporter = (report, { exitStatus }) =>
  `${JSON.stringify(jsonReport(report, exitStatus))}\n`;

function jsonReport(report: Report, exitStatus: number) {
  const { id, benchmark, title, remediation } = report.control;
  const { source, processes, files, hostFiles, setAside, blindSpot, note } = report.examined;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: report.tool,
    control: { id, benchmark, title, remediation },
    host: report.host,
    cluster: report.cluster,
    auditedAt: report.auditedAt.toISOString(),
    status: report.status,
    exitStatus,
    summary: summaryOf(report.findings),
    findings: report.findings.map(jsonFinding),
    problems: report.problems.map(jsonProblem),
    ...(report.warnings && { warnings: report.warnings.map(jsonWarning) }),
    examined: {
      source,
      processes,
      ...(files !== undefined && { files }),
      ...(hostFiles && { hostFiles }),
      setAside: setAside.map(({ origin, program, reason }) => ({
        target: jsonTarget(origin, program),
        reason,
      })),
      ...(note !== undefined && { note }),
      ...(blindSpot && { blindSpot }),
    },
  };
}

/** A finding in the shape of JSON report version 1. */
export function jsonFinding(finding: Finding) {
  const { status, reason, hint, remediation, origin, program, release, evidence } = finding;
  const { warnings, startedBy, waiver } = finding;
  return {
    status,
    reason,
    ...(hint !== undefined && { hint }),
    ...(remediation !== undefined && { remediation }),
    target: { ...jsonTarget(origin, program), ...(release && { release: releaseText(release) }) },
    evidence: { ...evidence, arguments: evidence.arguments.map(argumentOf) },
    warnings: warnings.map(jsonWarning),
    ...(startedBy && { startedBy }),
    ...(waiver && { waiver }),
  };
}

export function jsonWarning({ position, ...warning }: Warning) {
  return { ...warning, ...position };
}

function argumentOf({ span, ...argument }: EvidenceArgument) {
  return { ...argument, ...(span && { line: span.line, column: span.column }) };
}

export function jsonProblem({ path, line, column, message, hint }: Problem) {
  return { path, line, column, message, hint };
}

export function jsonTarget(origin: Origin, program: string) {
  const { nestedIn, ...facts } = { ...originFacts(origin), kind: origin.kind, program };
  return {
    ...Object.fromEntries(TARGET_FIELDS[origin.kind].map((field) => [field, facts[field]])),
    ...(nestedIn && { nestedIn }),
  };
}
