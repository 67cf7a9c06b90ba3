import type { Origin } from '../model/invocation.ts';
import type { Finding } from '../model/report.ts';
import type { EvidenceArgument } from '../model/verdict.ts';

/** A finding in the shape of JSON report version 1. */
export function jsonFinding(finding: Finding) {
  const { status, reason, hint, remediation, origin, program, evidence, warnings } = finding;
  return {
    status,
    reason,
    ...(hint !== undefined && { hint }),
    ...(remediation !== undefined && { remediation }),
    target: jsonTarget(origin, program),
    evidence: { ...evidence, arguments: evidence.arguments.map(argumentOf) },
    warnings: warnings.map(({ place, ...warning }) => ({ ...warning, ...place })),
  };
}

function argumentOf({ span, ...argument }: EvidenceArgument) {
  return { ...argument, ...(span && { line: span.line, column: span.column }) };
}

export function jsonTarget(origin: Origin, program: string) {
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
