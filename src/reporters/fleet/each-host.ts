import type { Fleet, FleetReporter } from '../../model/fleet.ts';
import type { Report, Reporter } from '../../model/report.ts';

/** A format that is lines: those of each host, and those of what is not a report of any. */
export function eachHost(reporter: Reporter): FleetReporter {
  return (fleet, options) =>
    [
      ...fleet.hosts.map(({ report }) => reporter(report(), options)),
      ...withoutHost(fleet).map((report) => reporter(report, options)),
    ].join('');
}

/** What is wrong among the reports, as a report of its own; none where nothing is. */
export function withoutHost({ tool, control, mergedAt, hosts, problems }: Fleet): Report[] {
  if (problems.length === 0 && hosts.length > 0) return [];
  const nothing = {
    path: '-',
    message: 'no report was received',
    hint: 'See whether the audits wrote reports.',
  };
  return [
    {
      tool,
      control,
      host: null,
      cluster: null,
      isHostNamed: false,
      startedAt: mergedAt,
      auditedAt: mergedAt,
      status: 'unknown',
      findings: [],
      problems:
        problems.length === 0
          ? [nothing]
          : problems.map(({ path, line, message, hint }) => ({
              path,
              ...(line !== null && { line }),
              message,
              hint,
            })),
      examined: { source: 'files', processes: 0, files: 0, setAside: [] },
    },
  ];
}
