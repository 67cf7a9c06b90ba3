import { x } from 'xastscript';
import type { FleetReporter } from '../../model/fleet.ts';
import { junitDocument, suiteOf, xmlOf } from '../junit.ts';
import { reportsOf } from './each-host.ts';

/** A suite for each host, and one for what is not a report of any. */
export const junit: FleetReporter = (fleet) => {
  const counts = { tests: 0, failures: 0, errors: 0 };
  const suites = reportsOf(fleet, (report) => {
    const suite = suiteOf(report);
    for (const name of ['tests', 'failures', 'errors'] as const) {
      counts[name] += Number(suite.attributes[name]);
    }
    return xmlOf(suite);
  });
  const { id, title } = fleet.control;
  // Each suite is a text at once: as trees, those of many hosts are large.
  const value = suites.map((suite) => `\n${suite}`).join('');
  const name = `CIS ${id} ${title}`;
  return junitDocument(xmlOf(x('testsuites', { name, ...counts }, { type: 'raw', value }, '\n')));
};
