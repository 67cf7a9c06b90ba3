import type { FilePosition } from '../model/argument.ts';
import { basename } from '../model/basename.ts';
import { decisiveArgument } from '../model/decisive-argument.ts';
import type { Problem } from '../model/problem.ts';
import type { ApiServer } from '../model/api-server.ts';
import type { Verdict, Warning } from '../model/verdict.ts';

const MAX_CHARACTERS = 80;

/** What a file would start, judged. */
export interface JudgedStart {
  readonly target: ApiServer;
  readonly verdict: Verdict;
}

/** Where the files that will start a server next give it another verdict or value than it has, or may do so. */
export function driftWarnings(
  now: Verdict,
  next: readonly JudgedStart[],
  problems: readonly Problem[],
): Warning[] {
  if (now.status === 'unknown') return [];
  return [
    ...next
      .filter(
        ({ verdict }) => verdict.status !== now.status || effectiveValue(verdict) !== effectiveValue(now),
      )
      .map((start) => driftTo(start, now)),
    ...unreadableWarnings(problems),
  ];
}

function unreadableWarnings([first, ...others]: readonly Problem[]): Warning[] {
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return [
    {
      code: 'drift',
      message: `What its next start has cannot be told: ${first.path}${more}: ${first.message}. ${first.hint}`,
    },
  ];
}

function driftTo(start: JudgedStart, now: Verdict): Warning {
  const { verdict } = start;
  const place = placeOf(start);
  const where = placeWords(start);
  const currently = `It ${VERBS[now.status]} now ${withValue(now)}`;
  const message =
    verdict.status === 'unknown'
      ? `${currently}, but what is in ${where} cannot be told: ${verdict.reason}.`
      : `${currently}, but would ${verdict.status} with what is in ${where}: ${valueWords(verdict)}.`;
  return { code: 'drift', message, ...(place && { place }) };
}

const VERBS = { pass: 'passes', fail: 'fails', unknown: 'is unknown' } as const;

/** A leftover beside a manifest wins over it, or comes back when it is gone. */
export function strayWarnings([winner]: readonly JudgedStart[], shadowed: readonly JudgedStart[]): Warning[] {
  const place = winner && placeOf(winner);
  if (place === undefined || shadowed.length === 0) return [];
  const others = shadowed.map(({ target, verdict }) => {
    const path = target.invocation.origin.kind === 'file' ? target.invocation.origin.path : '';
    return `${basename(path)} (${verdict.status})`;
  });
  const own = `${basename(place.path)} (${winner?.verdict.status})`;
  return [
    {
      code: 'stray-manifest',
      message:
        `${[...others, own].join(' and ')} describe the same pod. The kubelet uses ${place.path}; without that file ` +
        `it uses ${others.at(-1)}. Move the leftover out of that directory.`,
      place,
    },
  ];
}

/** A server that was started before the files of its arguments were changed runs with what they said then. */
export function changedWarnings(
  { status }: Verdict,
  { changedFile, changedDirectory }: Pick<ApiServer, 'changedFile' | 'changedDirectory'>,
): Warning[] {
  const messages = [
    ...(changedFile !== undefined && status === 'fail'
      ? [
          `${changedFile} was changed after the server had started: this is what its next start has, and what it runs with cannot be told.`,
        ]
      : []),
    ...(changedDirectory !== undefined && status === 'pass'
      ? [
          `${changedDirectory} was changed after the server had started: a file that it was started with may be gone. Restart it to be sure.`,
        ]
      : []),
  ];
  return messages.map((message) => ({ code: 'drift', message }));
}

/** Undefined where the flag is not set. */
function effectiveValue(verdict: Verdict): boolean | null | undefined {
  return decisiveArgument(verdict.evidence)?.value;
}

function valueWords(verdict: Verdict): string {
  const text = decisiveArgument(verdict.evidence)?.text;
  if (text === undefined) return 'no such flag';
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}

function withValue(verdict: Verdict): string {
  return decisiveArgument(verdict.evidence) === undefined
    ? 'without the flag'
    : `with ${valueWords(verdict)}`;
}

/** What is not there has no line. */
function placeWords(start: JudgedStart): string {
  const place = placeOf(start);
  if (place === undefined) return 'a file';
  return start.verdict.evidence.arguments.length === 0 ? place.path : `${place.path}:${place.line}`;
}

function placeOf({ target, verdict }: JudgedStart): FilePosition | undefined {
  const { origin } = target.invocation;
  if (origin.kind !== 'file') return undefined;
  const argument = decisiveArgument(verdict.evidence);
  const { line, column } = argument?.span ?? origin;
  return { path: argument?.path ?? origin.path, line, column };
}
