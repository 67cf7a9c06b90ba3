import { x } from 'xastscript';
import type { FleetReporter } from '../../model/fleet.ts';
import { junitDocument, suiteOf } from '../junit.ts';
import { withoutHost } from './each-host.ts';

/** A suite for each host, and one for what is not a report of any. */
export const junit: FleetReporter = (fleet) => {
  const suites = [...fleet.hosts.map(({ report }) => suiteOf(report())), ...withoutHost(fleet).map(suiteOf)];
  const sum = (name: 'tests' | 'failures' | 'errors') =>
    suites.reduce((total, { attributes }) => total + Number(attributes[name]), 0);
  const { id, title } = fleet.control;
  const counts = { tests: sum('tests'), failures: sum('failures'), errors: sum('errors') };
  const lines = suites.flatMap((suite) => [{ type: 'text', value: '\n' } as const, suite]);
  return junitDocument(
    x('testsuites', { name: `CIS ${id} ${title}`, ...counts }, ...lines, { type: 'text', value: '\n' }),
  );
};
