import { FLEET_PROBLEMS, type FleetProblem } from '../model/fleet.ts';
import { printable } from '../model/printable.ts';
import type { Source } from './received.ts';

type Code = FleetProblem['code'];

interface Fault {
  readonly message: string;
  readonly hint: string;
}

const AS_JSON = 'Write reports with --format json or jsonl.';

/** What to do about a merged report that does not say what its reports say. */
export const MERGE_AGAIN = 'See who changed it, and merge the reports of its hosts again.';

const FAULTS = {
  unreadable: { message: 'cannot be read', hint: 'Check the path and its permissions.' },
  empty: {
    message: 'has no report',
    hint: 'See why the audit of that host wrote none, or leave the file out.',
  },
  'not-utf8': { message: 'is not in UTF-8', hint: 'Save it as UTF-8; PowerShell writes UTF-16.' },
  'not-json': { message: 'is not JSON', hint: AS_JSON },
  'cut-off': { message: 'is cut off', hint: 'Collect the report again, and all of it.' },
  'too-large': { message: 'is larger than 16 MiB', hint: 'No report has that; see who wrote it.' },
  'too-deep': { message: 'is nested too deep', hint: 'No report is nested that deep.' },
  'duplicate-key': {
    message: 'has a key twice in one object',
    hint: 'No report has that; see who wrote it.',
  },
  'not-a-report': { message: 'is not a report of kubelet-https-audit', hint: AS_JSON },
  'schema-version': {
    message: 'is a report of a version that is not known here',
    hint: 'Merge with the newest version of kubelet-https-audit that any host has.',
  },
  host: {
    message: 'does not name its host',
    hint: 'Name it with --host when the host is audited; a process list does not.',
  },
  'ambiguous-host': {
    message: 'lists a host without its cluster, but hosts of several clusters have the same name',
    hint: 'List them as cluster/host.',
  },
  clock: { message: 'is from the future', hint: 'Check the clocks of that host and of this one.' },
} as const satisfies Record<Code, Fault>;

/** A problem in the words of its code, or in others. */
export function problemOf(
  code: Code,
  { path, line }: Omit<Source, 'line'> & { readonly line: number | null },
  { message, hint }: Partial<Fault> = {},
): FleetProblem {
  const usual = FAULTS[code];
  return {
    code,
    path: printable(path),
    line,
    message: printable(message ?? usual.message),
    hint: printable(hint ?? usual.hint),
  };
}

/** A problem that an earlier merge had, whose code may be of a newer version. */
export function isKnownCode(code: string): code is Code {
  return FLEET_PROBLEMS.some((known) => known === code);
}
