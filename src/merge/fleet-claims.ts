import { type HostName, WORST_FIRST, worstStatus } from '../model/fleet.ts';
import type { Tool } from '../model/report.ts';
import type { Status } from '../model/verdict.ts';
import type { TakenEntry } from './take-entry.ts';

/** What `FLEET_SHAPE` vouches for. */
export interface JsonFleet {
  readonly tool: Tool;
  readonly control: { readonly id: string };
  readonly maxAgeSeconds: number | null;
  readonly strict: boolean;
  readonly status: Status;
  readonly exitStatus: number;
  readonly hosts: { readonly received: number };
  readonly summary: Readonly<Record<Status, number>>;
  readonly expected: readonly HostName[] | null;
  readonly problems: readonly {
    readonly code: string;
    readonly path: string;
    readonly line: number | null;
    readonly message: string;
    readonly hint: string;
  }[];
}

const EXIT_STATUSES: Readonly<Record<Status, readonly number[]>> = {
  fail: [1],
  unknown: [2],
  pass: [0],
  notapplicable: [3, 0],
};

/** A phrase for where a merged report does not say what its entries do, some of which it may have lost. */
export function fleetContradiction(
  { control, status, exitStatus, hosts, summary, problems }: JsonFleet,
  entries: readonly TakenEntry[],
  controlId: string,
): string | undefined {
  if (control.id !== controlId) return 'is on another control';
  const statuses = entries.map((entry) => entry.status);
  // What is no entry is a problem already.
  if (statuses.includes(undefined)) return undefined;
  const received = entries.filter(({ isReceived }) => isReceived).length;
  if (received !== hosts.received)
    return `says it has reports of ${hosts.received} hosts, but has ${received}`;
  for (const one of WORST_FIRST) {
    const count = statuses.filter((entry) => entry === one).length;
    if (count !== summary[one]) return `says ${one} of ${summary[one]} hosts, but has ${count}`;
  }
  const worst = worstStatus([
    ...entries.flatMap((entry) => entry.status ?? []),
    ...(problems.length > 0 ? (['unknown'] as const) : []),
  ]);
  if (status !== (worst ?? 'unknown'))
    return `says ${status}, but its hosts and problems come to ${worst ?? 'none'}`;
  return EXIT_STATUSES[status].includes(exitStatus)
    ? undefined
    : `says ${status}, but has exit status ${exitStatus}`;
}
