import { detect } from './detection/detect.ts';
import { parseFlags } from './flags/parse-flags.ts';
import type { Control } from './model/control.ts';
import { excerptOf } from './model/excerpt.ts';
import type { Origin } from './model/invocation.ts';
import { printable } from './model/printable.ts';
import type { Problem } from './model/problem.ts';
import type { Release } from './model/release.ts';
import type { Finding, Report, Tool } from './model/report.ts';
import type { SourceResult } from './model/source-result.ts';
import { worstOf } from './model/status.ts';
import type { SetAside, Target } from './model/target.ts';
import type { Verdict, Warning } from './model/verdict.ts';

export interface AuditOptions {
  readonly tool: Tool;
  readonly host: string | null;
  readonly auditedAt: Date;
  /** The release of every server, where it cannot be seen. */
  readonly release: Release | undefined;
  /** Warnings fail. */
  readonly isStrict: boolean;
}

/** Judges what a source found. */
export function audit(found: SourceResult, control: Control, options: AuditOptions): Report {
  const detections = found.invocations.map(detect);
  const findings = detections
    .filter((detection) => detection.kind === 'target')
    .map((target) => judge(target, control, options));
  const isBlind = findings.length === 0 && found.blindSpot !== undefined;
  const problems = isBlind ? [...found.problems, found.blindSpot] : found.problems;

  return {
    tool: options.tool,
    control,
    host: options.host === null ? null : printable(options.host),
    auditedAt: options.auditedAt,
    status: worstOf([...findings.map(({ status }) => status), ...problems.map(() => 'unknown' as const)]),
    findings,
    problems: problems.map(printableProblem),
    examined: {
      source: found.source,
      processes: found.processes,
      ...(found.files !== undefined && { files: found.files }),
      ...(found.blindSpot && { blindSpot: printableProblem(found.blindSpot) }),
      setAside: [
        ...(found.setAside ?? []),
        ...detections.filter((detection) => detection.kind === 'set-aside'),
      ].map(printableSetAside),
    },
  };
}

function judge(target: Target, control: Control, options: AuditOptions): Finding {
  const { boundaries, origin, lines } = target.invocation;
  const release = target.invocation.release ?? options.release;
  const verdict = target.hidden
    ? hiddenVerdict(target.hidden.reason, control)
    : control.evaluate(parseFlags(target.arguments, release), { release, boundaries });
  const span = (
    verdict.evidence.arguments.find(({ effective }) => effective) ?? verdict.evidence.arguments[0]
  )?.span;
  const warnings = [...verdict.warnings, ...target.warnings, ...boundaryWarnings(target, control)];
  const failsByWarnings = options.isStrict && warnings.length > 0 && verdict.status === 'pass';

  return {
    status: failsByWarnings ? 'fail' : verdict.status,
    reason: printable(
      failsByWarnings ? `${verdict.reason}; --strict makes its warnings fail` : verdict.reason,
    ),
    origin: printableOrigin(origin),
    program: printable(target.program),
    evidence: {
      ...verdict.evidence,
      actual: printable(verdict.evidence.actual),
      arguments: verdict.evidence.arguments.map((argument) => ({
        ...argument,
        text: printable(argument.text),
      })),
    },
    warnings: warnings.map(({ code, message }) => ({ code, message: printable(message) })),
    failsByWarnings,
    ...(span && lines && { excerpt: excerptOf(lines, span) }),
    ...(target.hidden && { hint: printable(target.hidden.hint) }),
  };
}

function hiddenVerdict(reason: string, control: Control): Verdict {
  return {
    status: 'unknown',
    reason,
    evidence: { expected: control.expected, actual: 'cannot be seen', arguments: [] },
    warnings: [],
  };
}

function boundaryWarnings(target: Target, control: Control): Warning[] {
  const { boundaries } = target.invocation;
  if (boundaries === 'kept' || target.hidden) return [];
  if (!target.arguments.some(({ text }) => control.isMentionedIn(text))) return [];
  return [
    {
      code: 'boundaries-lost',
      message:
        'The list does not show where arguments end: what looks like the flag may be part of another one.',
    },
  ];
}

function printableOrigin(origin: Origin): Origin {
  switch (origin.kind) {
    case 'process':
      return { ...origin, executable: origin.executable === null ? null : printable(origin.executable) };
    case 'ps':
      return { ...origin, path: printable(origin.path) };
    case 'file':
      return {
        ...origin,
        path: printable(origin.path),
        object: origin.object === null ? null : printable(origin.object),
        container: origin.container === null ? null : printable(origin.container),
      };
    default:
      return origin satisfies never;
  }
}

function printableProblem({ path, message, hint }: Problem): Problem {
  return { path: printable(path), message: printable(message), hint: printable(hint) };
}

function printableSetAside({ origin, program, reason, kind }: SetAside): SetAside {
  return { kind, origin: printableOrigin(origin), program: printable(program), reason: printable(reason) };
}
