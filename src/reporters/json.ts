import { summaryOf } from '../model/report.ts';
import { jsonFinding, jsonTarget } from './json-finding.ts';
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
    findings: report.findings.map(jsonFinding),
    problems: report.problems,
    examined: {
      source,
      processes,
      ...(files !== undefined && { files }),
      ...(hostFiles && { hostFiles }),
      setAside: setAside.map(({ origin, program, reason }) => ({
        target: jsonTarget(origin, program),
        reason,
      })),
      ...(blindSpot && { blindSpot }),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};
