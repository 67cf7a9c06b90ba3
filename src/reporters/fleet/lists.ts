import type { Fleet, FleetReporter } from '../../model/fleet.ts';
import type { Report } from '../../model/report.ts';
import { hdfDocument, hdfProfile } from '../hdf.ts';
import { openReport } from '../openreports.ts';
import { policyReport } from '../policyreport.ts';
import { reportsOf } from './each-host.ts';
import { fillList, listLayout } from './json-list.ts';

// Formats in which many hosts are a list, each as it is alone.

/** Heimdall Data Format with a profile for each host, and one for what is not a report of any. */
export const hdf = listOf('profiles', hdfProfile, ({ tool }) =>
  hdfDocument(tool, { target: null, duration: 0, profiles: [] }),
);

/** A List of a Report for each host, which kubectl applies and DefectDojo imports. */
export const openreports = listOf('items', openReport, kubernetesList);

/** A List of a ClusterPolicyReport for each host, in JSON, which is YAML as well. */
export const policyreport = listOf('items', policyReport, kubernetesList);

function kubernetesList(): string {
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [] }, null, 2)}\n`;
}

function listOf(
  key: string,
  element: (report: Report) => object,
  frame: (fleet: Fleet) => string,
): FleetReporter {
  return (fleet) =>
    fillList(
      frame(fleet),
      reportsOf(fleet, (report) => [JSON.stringify(element(report))]),
      listLayout(key, 2),
    );
}
