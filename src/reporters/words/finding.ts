import type { FilePosition } from '../../model/argument.ts';
import { type Problem, problemPlace } from '../../model/problem.ts';
import type { Finding } from '../../model/report.ts';
import { type EvidenceArgument, mainArgument } from '../../model/verdict.ts';
import { waiverWords } from './status.ts';

/** More arguments of one server nobody reads. */
const MAX_ARGUMENTS = 10;

/** Where a finding points: the argument that decides, or what starts the server. Undefined for a process alone. */
export function findingPosition({
  origin,
  evidence,
  excerpt,
}: Finding): (FilePosition & { endColumn?: number }) | undefined {
  const { span, path = origin.kind === 'file' ? origin.path : undefined } = mainArgument(evidence) ?? {};
  if (span && path !== undefined) {
    const { line, column, length } = span;
    return { path, line, column, ...(excerpt && { endColumn: column + length }) };
  }
  if (origin.kind === 'process') return undefined;
  return { path: origin.path, line: origin.line, column: origin.kind === 'ps' ? 1 : origin.column };
}

/** The arguments that a report for people lists, in their order: the first few, and always the one that decides. */
export function listedArguments(all: readonly EvidenceArgument[]): readonly EvidenceArgument[] {
  if (all.length <= MAX_ARGUMENTS) return all;
  const effective = all.filter((argument) => argument.effective);
  const others = all.filter((argument) => !argument.effective).slice(0, MAX_ARGUMENTS - effective.length);
  return [...others, ...effective].sort((a, b) => a.index - b.index);
}

/** What was found, and that it is waived, or what to do where it is unknown; without a full stop at its end. */
export function messageOf({ reason, hint, waiver }: Finding): string {
  if (waiver !== undefined) return `${reason.replace(/\.$/, '')}; ${waiverWords(waiver)}`;
  return (hint === undefined ? reason : `${reason}. ${hint}`).replace(/\.$/, '');
}

export function problemWords(problem: Problem): string {
  const { message, hint } = problem;
  return `${problemPlace(problem)}: ${message}. ${hint}`;
}
