import type { Fleet } from '../../model/fleet.ts';
import type { Report } from '../../model/report.ts';
import type { Status } from '../../model/verdict.ts';

/** As the exit status of an audit says it. */
export const EXIT_STATUSES = {
  pass: 0,
  fail: 1,
  unknown: 2,
  notapplicable: 3,
} as const satisfies Record<Status, number>;

/** What becomes of the report of each host, and of what is not a report of any; one report is held at a time. */
export function reportsOf<Result>(fleet: Fleet, use: (report: Report) => Result): Result[] {
  return [...fleet.hosts.map(({ report }) => use(report())), ...withoutHost(fleet).map(use)];
}

/** What is wrong among the reports, as a report of its own; none where nothing is. */
export function withoutHost(fleet: Fleet): Report[] {
  const { hosts, problems } = fleet;
  if (problems.length === 0 && hosts.length > 0) return [];
  const nothing = {
    path: '-',
    message: 'no report was received',
    hint: 'See whether the audits wrote reports.',
  };
  return [
    {
      ...nothingOf(fleet),
      problems:
        problems.length === 0
          ? [nothing]
          : problems.map(({ path, line, message, hint }) => ({
              path,
              ...(line !== null && { line }),
              message,
              hint,
            })),
    },
  ];
}

/** A report of no host, with nothing in it. */
export function nothingOf({ tool, control, mergedAt }: Fleet): Report {
  return {
    tool,
    control,
    host: null,
    cluster: null,
    isHostNamed: false,
    startedAt: mergedAt,
    auditedAt: mergedAt,
    status: 'unknown',
    findings: [],
    problems: [],
    examined: { source: 'files', processes: 0, files: 0, setAside: [] },
  };
}
