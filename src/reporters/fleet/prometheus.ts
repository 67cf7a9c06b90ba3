import type { FleetReporter } from '../../model/fleet.ts';
import { exposition, samplesOf } from '../prometheus.ts';
import { EXIT_STATUSES, withoutHost } from './each-host.ts';

/**
 * Gauges with the labels of their host, each described once. What is wrong among the reports has an empty host. A host
 * that did not report has no time, so that none is taken for recent.
 */
export const prometheus: FleetReporter = (fleet) =>
  exposition([
    ...fleet.hosts.map(({ report, status, received }) => {
      const samples = samplesOf(report(), EXIT_STATUSES[status]);
      return received.length > 0 ? samples : { ...samples, last_run_timestamp_seconds: [] };
    }),
    ...withoutHost(fleet).map((report) => samplesOf(report, EXIT_STATUSES.unknown)),
  ]);
