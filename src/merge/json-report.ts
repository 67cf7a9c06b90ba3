import type { SetAside } from '../model/api-server.ts';
import type { Control } from '../model/control.ts';
import type { SourceName } from '../model/discovery.ts';
import type { HostName } from '../model/fleet.ts';
import type { Origin } from '../model/invocation.ts';
import type { Problem } from '../model/problem.ts';
import { parseRelease } from '../model/release.ts';
import type { Finding, Report, Tool } from '../model/report.ts';
import type { EvidenceArgument, Status, VerdictStatus, Warning, WarningCode } from '../model/verdict.ts';
import type { AcceptedRisk } from '../model/waiver.ts';

interface JsonPosition {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

interface JsonWarning extends JsonPosition {
  readonly code: string;
  readonly message: string;
}

interface JsonTarget {
  readonly kind: Origin['kind'];
  readonly program: string;
  readonly unit?: string | null;
  readonly containerId?: string | null;
  readonly podUid?: string | null;
  readonly release?: string;
}

export interface JsonFinding {
  readonly status: VerdictStatus;
  readonly reason: string;
  readonly hint?: string;
  readonly remediation?: string;
  readonly target: JsonTarget;
  readonly evidence: {
    readonly expected: string;
    readonly actual: string;
    readonly arguments: readonly (Omit<EvidenceArgument, 'span'> & JsonPosition)[];
  };
  readonly warnings: readonly JsonWarning[];
  readonly startedBy?: readonly string[];
  readonly waiver?: AcceptedRisk;
}

/** A report that has `REPORT_SHAPE`, and whatever else. */
export interface JsonReport {
  readonly tool: Tool;
  readonly auditedAt: string;
  readonly status: Status;
  readonly exitStatus: number;
  readonly summary: Readonly<Record<VerdictStatus, number>> & { readonly waived?: number };
  readonly findings: readonly JsonFinding[];
  readonly problems: readonly Problem[];
  readonly warnings?: readonly JsonWarning[];
  readonly examined: {
    readonly source: SourceName;
    readonly processes: number;
    readonly files?: number;
    readonly hostFiles?: readonly string[];
    readonly setAside: readonly { readonly target: JsonTarget; readonly reason: string }[];
    readonly note?: string;
    readonly blindSpot?: Problem;
  };
}

/** What the JSON report was made of, as far as that is in it. */
export function toReport(json: JsonReport, { cluster, host }: HostName, control: Control): Report {
  const auditedAt = new Date(json.auditedAt);
  return {
    tool: json.tool,
    control,
    host,
    cluster,
    isHostNamed: true,
    startedAt: auditedAt,
    auditedAt,
    status: json.status,
    findings: json.findings.map(toFinding),
    problems: json.problems,
    ...(json.warnings && { warnings: json.warnings.map(toWarning) }),
    examined: { ...json.examined, setAside: json.examined.setAside.map(toSetAside) },
  };
}

/** A finding as far as it is in the JSON report. */
export function toFinding({ target, evidence, warnings, ...rest }: JsonFinding): Finding {
  return {
    ...rest,
    ...toServer(target),
    evidence: { ...evidence, arguments: evidence.arguments.map(toArgument) },
    warnings: warnings.map(toWarning),
    failsByWarnings: false,
  };
}

function toSetAside({ target, reason }: JsonReport['examined']['setAside'][number]): SetAside {
  return { kind: 'set-aside', ...toServer(target), reason };
}

type Server = Pick<Finding, 'origin' | 'program' | 'release'>;

function toServer({ program, release: text, ...target }: JsonTarget): Server {
  const release = text === undefined ? undefined : parseRelease(text);
  const { unit = null, containerId = null, podUid = null } = target;
  const cgroup = target.kind === 'process' && { cgroup: { unit, containerId, podUid } };
  // Its shape has been checked: it has the fields of its kind.
  return { program, origin: { ...target, ...cgroup } as unknown as Origin, ...(release && { release }) };
}

function toArgument({
  line,
  column,
  ...argument
}: JsonFinding['evidence']['arguments'][number]): EvidenceArgument {
  if (line === undefined || column === undefined) return argument;
  return { ...argument, span: { line, column, length: argument.text.length } };
}

export function toWarning({ code, message, path, line, column }: JsonWarning): Warning {
  const isPlaced = path !== undefined && line !== undefined && column !== undefined;
  // A newer version may have codes that this one does not know.
  return { code: code as WarningCode, message, ...(isPlaced && { position: { path, line, column } }) };
}
