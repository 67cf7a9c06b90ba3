import type { Origin } from '../model/invocation.ts';
import { type Finding, summaryOf } from '../model/report.ts';
import type { EvidenceArgument } from '../model/verdict.ts';
import type { Reporter } from './reporter.ts';

const SCHEMA_VERSION = 1;

/** JSON report version 1; its schema is report.schema.json beside this file. */
export const json: Reporter = (report, { exitStatus }) => {
  const { id, benchmark, title, remediation } = report.control;
  const { source, processes, files, hostFiles, setAside, blindSpot } = report.examined;
  const document = {
    schemaVersion: SCHEMA_VERSION,
    tool: report.tool,
    control: { id, benchmark, title, remediation },
    host: report.host,
    auditedAt: report.auditedAt.toISOString(),
    status: report.status,
    exitStatus,
    summary: summaryOf(report.findings),
    findings: report.findings.map(findingOf),
    problems: report.problems,
    examined: {
      source,
      processes,
      ...(files !== undefined && { files }),
      ...(hostFiles && { hostFiles }),
      setAside: setAside.map(({ origin, program, reason }) => ({
        target: targetOf(origin, program),
        reason,
      })),
      ...(blindSpot && { blindSpot }),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

function findingOf(finding: Finding) {
  const { status, reason, hint, remediation, origin, program, evidence, warnings } = finding;
  return {
    status,
    reason,
    ...(hint !== undefined && { hint }),
    ...(remediation !== undefined && { remediation }),
    target: targetOf(origin, program),
    evidence: { ...evidence, arguments: evidence.arguments.map(argumentOf) },
    warnings: warnings.map(({ place, ...warning }) => ({ ...warning, ...place })),
  };
}

function argumentOf({ span, ...argument }: EvidenceArgument) {
  return { ...argument, ...(span && { line: span.line, column: span.column }) };
}

function targetOf(origin: Origin, program: string) {
  switch (origin.kind) {
    case 'process': {
      const { kind, pid, uid, executable, cgroup } = origin;
      const { unit = null, containerId = null, podUid = null } = cgroup ?? {};
      return { kind, pid, program, executable, uid, unit, containerId, podUid };
    }
    case 'ps': {
      const { kind, path, line, pid } = origin;
      return { kind, path, line, pid, program };
    }
    case 'file': {
      const { kind, path, line, column, format, object, container } = origin;
      return { kind, path, line, column, format, object, container, program };
    }
    default:
      return origin satisfies never;
  }
}
