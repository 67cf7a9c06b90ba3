import type { FleetReporter } from '../../model/fleet.ts';
import type { Status } from '../../model/verdict.ts';
import { exposition, samplesOf } from '../prometheus.ts';
import { withoutHost } from './each-host.ts';

/** As the exit status of an audit says it. */
const VALUES = { pass: 0, fail: 1, unknown: 2, notapplicable: 3 } as const satisfies Record<Status, number>;

/**
 * Gauges with the labels of their host, each described once. What is wrong among the reports has an empty host. A host
 * that did not report has no time, so that none is taken for recent.
 */
export const prometheus: FleetReporter = (fleet) =>
  exposition([
    ...fleet.hosts.map(({ report, status, received }) => {
      const samples = samplesOf(report(), VALUES[status]);
      return received.length > 0 ? samples : { ...samples, last_run_timestamp_seconds: [] };
    }),
    ...withoutHost(fleet).map((report) => samplesOf(report, VALUES.unknown)),
  ]);
