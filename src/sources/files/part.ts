import type { Range, Span } from '../../model/argument.ts';
import type { Scan } from '../../model/discovery.ts';

/** Arguments that files have, by the path of the file. */
export type Ranges = ReadonlyMap<string, readonly Range[]>;

export interface Part extends Partial<Pick<Scan, 'invocations' | 'problems' | 'setAside' | 'processes'>> {
  /** What of the file was not read, once it is known what other files have read of it. */
  readonly unread?: (read: Ranges) => Part;
}

export function problem(path: string, message: string, hint = 'Check the file, or leave it out.'): Part {
  return { problems: [{ path, message, hint }] };
}

/** At `place` if it is to be shown in every report. */
export function ignored(path: string, reason: string, place?: Span): Part {
  const { line, column } = place ?? { line: 1, column: 1 };
  const origin = {
    kind: 'file',
    path,
    line,
    column,
    format: 'unknown',
    object: null,
    container: null,
  } as const;
  const isNote = place !== undefined;
  return {
    setAside: [{ kind: 'set-aside', origin, program: '(no program)', reason, ...(isNote && { isNote }) }],
  };
}
