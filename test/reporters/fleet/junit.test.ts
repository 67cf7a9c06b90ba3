import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { hostLabel } from '../../../src/model/fleet.ts';
import { junit } from '../../../src/reporters/fleet/junit.ts';
import { FLEETS } from '../../support/fleets.ts';

/** See test/reporters/junit.test.ts. */
const SCHEMA = fileURLToPath(new URL('../../fixtures/schemas/jenkins-junit.xsd', import.meta.url));
const isMissing = spawnSync('xmllint', ['--version']).error !== undefined;

function xmllint(xml: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('xmllint', ['--nonet', ...args, '-'], {
    input: xml,
    encoding: 'utf8',
  });
  expect({ status, stderr: stderr.replace('- validates\n', '') }).toEqual({ status: 0, stderr: '' });
  return stdout.trimEnd();
}

describe('the JUnit report on many hosts', () => {
  beforeEach(({ skip }) => skip(isMissing, 'xmllint is not installed (Debian: libxml2-utils)'));

  test.each(Object.entries(FLEETS))(
    'fits the schema of Jenkins, and has a suite for each host: %s',
    (_, fleet) => {
      const xml = junit(fleet, { exitStatus: 2, isColoured: false, isVerbose: false });
      xmllint(xml, '--noout', '--schema', SCHEMA);
      const number = (path: string) => Number(xmllint(xml, '--xpath', path));
      const own = fleet.problems.length > 0 || fleet.hosts.length === 0 ? 1 : 0;
      expect(number('count(/testsuites/testsuite)')).toBe(fleet.hosts.length + own);
      for (const [name, kind] of Object.entries({ tests: '', failures: '/failure', errors: '/error' })) {
        expect(number(`number(/testsuites/@${name})`)).toBe(number(`count(//testcase${kind})`));
      }
      for (const [index, host] of fleet.hosts.entries()) {
        const suite = `/testsuites/testsuite[${index + 1}]`;
        expect(xmllint(xml, '--xpath', `string(${suite}/@name)`)).toBe(
          `${hostLabel(host)}: CIS 1.2.4 Ensure that the --kubelet-https argument is set to true`,
        );
        const isBad = host.status === 'fail' || host.status === 'unknown';
        expect(number(`count(${suite}//failure) + count(${suite}//error)`) > 0).toBe(isBad);
      }
    },
  );

  test('names what is missing as a test of that host', () => {
    const { missing } = FLEETS;
    if (!missing) throw new Error('it is there');
    expect(junit(missing, { exitStatus: 2, isColoured: false, isVerbose: false })).toContain(
      '<testcase name="prod/cp-4: report" classname="kubelet-https-audit.prod.cp-4" time="0.000">',
    );
  });

  test('has no time of an audit for a host that did not report', () => {
    const { missing } = FLEETS;
    if (!missing) throw new Error('it is there');
    const suites = junit(missing, { exitStatus: 2, isColoured: false, isVerbose: false })
      .split('<testsuite ')
      .slice(1);
    expect(
      suites.map((suite) => [/^name="prod\/(cp-\d)/.exec(suite)?.[1], suite.includes('timestamp=')]),
    ).toEqual([
      ['cp-1', true],
      ['cp-4', false],
    ]);
  });

  test('has the file for the class of what is not a report of a host', () => {
    const fleet = FLEETS['a problem among the reports'];
    if (!fleet) throw new Error('it is there');
    expect(junit(fleet, { exitStatus: 2, isColoured: false, isVerbose: false })).toContain(
      'can be judged" classname="kubelet-https-audit.b_json"',
    );
  });
});
