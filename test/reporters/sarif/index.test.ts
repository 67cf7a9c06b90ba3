import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Cgroup, Invocation } from '../../../src/model/invocation.ts';
import type { Report } from '../../../src/model/report.ts';
import { sarif } from '../../../src/reporters/sarif/index.ts';
import { EXAMPLES, fileOf, lineOf, processOf, reportOn } from '../../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: false };
const BAD = ['kube-apiserver', '--kubelet-https=false'];
const OTHER_ARGUMENTS = /hunter2|etcd-servers/;

// The schema of https://github.com/oasis-tcs/sarif-spec, Schemata/sarif-schema-2.1.0.json, JSON Schema draft 7, as
// @datadog/datadog-ci 2.48.0 ships it in dist/commands/sarif/json-schema, with the `status` of a suppression that the
// standard has, which errata 01 corrects in it.
const schema = JSON.parse(
  readFileSync(new URL('../../fixtures/schemas/sarif-2.1.0.json', import.meta.url), 'utf8'),
) as object;
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const validate = ajv.compile(schema);

// biome-ignore lint/suspicious/noExplicitAny: the schema vouches for the shape
type Json = any;

/** The only run of a report, held against the schema. */
function runOf(report: Report): Json {
  const log: Json = JSON.parse(sarif(report, OPTIONS));
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  expect(log.runs).toHaveLength(1);
  return log.runs[0];
}

function resultOf(invocation: Invocation, options = {}): Json {
  return runOf(reportOn({ invocations: [invocation] }, options)).results[0];
}

function fingerprintsOf(invocations: readonly Invocation[], options = {}): string[] {
  const { results } = runOf(reportOn({ invocations }, options));
  return results.map(({ partialFingerprints }: Json) => partialFingerprints['apiServer/v2']);
}

/** Every object in a document that has the key. */
function all(key: string, node: Json): Json[] {
  if (typeof node !== 'object' || node === null) return [];
  return [...(key in node ? [node] : []), ...Object.values(node).flatMap((child) => all(key, child))];
}

function messagesOf(run: Json): string[] {
  return ['message', 'shortDescription', 'fullDescription', 'help', 'description'].flatMap((key) =>
    all(key, run).map((owner) => owner[key].text),
  );
}

/** The path that an artifact location stands for. */
function pathOf({ uri, uriBaseId }: Json): string {
  expect(uri).toMatch(/^[\w!'()*./~%:-]+$/);
  expect(uriBaseId).toBe(uri.startsWith('file:///') ? undefined : '%SRCROOT%');
  return decodeURIComponent(uri.replace('file://', ''));
}

describe.each(Object.entries(EXAMPLES))('the SARIF report of %s', (_, report) => {
  test('fits the schema, and is safe and stable', () => {
    runOf(report);
    const text = sarif(report, OPTIONS);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(text).not.toMatch(OTHER_ARGUMENTS);
    expect(sarif(report, OPTIONS)).toBe(text);
  });

  test('has a result for what fails or could not be told, and for nothing else', () => {
    const outcomes = runOf(report).results.map(({ kind, level }: Json) => [kind, level]);
    const expected = {
      fail: [['fail', 'error']],
      unknown: [['fail', 'warning']],
      pass: [],
      notapplicable: [],
    };
    const problems = report.problems.map(() => ['fail', 'warning']);
    expect(outcomes).toEqual([...report.findings.flatMap(({ status }) => expected[status]), ...problems]);
  });

  test('has suppressions for every result, and only what is waived has one', () => {
    const suppressed = runOf(report).results.map(({ suppressions }: Json) => suppressions.length > 0);
    const findings = report.findings.filter(({ status }) => status !== 'pass');
    expect(suppressed).toEqual([
      ...findings.map(({ waiver }) => waiver !== undefined),
      ...report.problems.map(() => false),
    ]);
  });

  test('names every target and its status', () => {
    const { status, targets } = runOf(report).properties;
    expect(status).toBe(report.status);
    expect(targets.map((target: Json) => target.status)).toEqual(
      report.findings.map((found) => found.status),
    );
  });

  test('was successful only where everything could be read', () => {
    const { executionSuccessful, toolExecutionNotifications } = runOf(report).invocations[0];
    expect(executionSuccessful).toBe(report.problems.length === 0);
    const errors = toolExecutionNotifications.filter(({ level }: Json) => level === 'error');
    expect(errors.map((error: Json) => pathOf(error.locations[0].physicalLocation.artifactLocation))).toEqual(
      report.problems.map(({ path }) => path),
    );
  });

  test('has sentences for messages, which hold no link and no placeholder from outside', () => {
    for (const text of messagesOf(runOf(report))) {
      expect(text).toMatch(/[.!?]$/m);
      expect(text.replaceAll(/See \[here\]\(\d+\)/g, '')).not.toContain('](');
      expect(text.replaceAll('{{', '').replaceAll('}}', '')).not.toMatch(/[{}]/);
    }
  });

  test('points at places GitHub can take', () => {
    for (const { locations } of runOf(report).results) {
      expect(locations).toHaveLength(1);
      expect(locations[0]).toHaveProperty('physicalLocation.artifactLocation.uri');
    }
  });

  test('tells results apart', () => {
    const { results } = runOf(report);
    const fingerprints = results.map((result: Json) => result.partialFingerprints['apiServer/v2']);
    expect(new Set(fingerprints).size).toBe(results.length);
  });
});

describe('the place of a result', () => {
  test.each([
    { path: 'deploy/b.yaml', uri: 'deploy/b.yaml', why: 'a plain path is its own URI' },
    { path: '/etc/kube-apiserver.service', uri: 'file:///etc/kube-apiserver.service', why: 'absolute' },
    { path: 'c d/é.yaml', uri: 'c%20d/%C3%A9.yaml', why: 'a URI has neither blanks nor other letters' },
    {
      path: 'a#b?c%20.yaml',
      uri: 'a%23b%3Fc%2520.yaml',
      why: 'what has a meaning in URIs has none in paths',
    },
    { path: 'c:/x', uri: 'c%3A/x', why: 'a colon would make a scheme of what is before it' },
    { path: '../x.yaml', uri: '../x.yaml', why: 'only the one who knows the links can resolve it' },
  ])('$path is $uri: $why', ({ path, uri }) => {
    const { artifactLocation } = resultOf(fileOf(path, BAD)).locations[0].physicalLocation;
    expect(artifactLocation.uri).toBe(uri);
    expect(pathOf(artifactLocation)).toBe(path);
  });

  test.each([
    { path: './deploy//b.yaml', uri: 'deploy/b.yaml' },
    { path: '//etc/./x', uri: 'file:///etc/x' },
    { path: '.', uri: '.' },
  ])('has no empty segments and no dots: $path is $uri', ({ path, uri }) => {
    expect(resultOf(fileOf(path, BAD)).locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test('is the argument in a file, in UTF-16 code units from 1', () => {
    const report = reportOn({ invocations: [fileOf('b.yaml', BAD)] }, { host: null });
    const run = runOf(report);
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.results[0].locations[0]).toMatchObject({
      physicalLocation: { region: { startLine: 7, startColumn: 5, endLine: 7, endColumn: 26 } },
      logicalLocations: [
        { kind: 'object', name: 'Pod kube-system/kube-apiserver' },
        { kind: 'container', name: 'kube-apiserver' },
        { kind: 'program', name: 'kube-apiserver' },
      ],
    });
  });

  test('is the line of a process list', () => {
    expect(resultOf(lineOf(3, BAD, 77), { host: null }).locations[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'stdin' }, region: { startLine: 3, startColumn: 1 } },
      logicalLocations: [{ kind: 'process', name: 'kube-apiserver', properties: { pid: 77 } }],
    });
  });

  test('is the file that a process has its arguments from', () => {
    const { 'what the files of a host add': report = reportOn({}) } = EXAMPLES;
    const findings = report.findings.map((finding) => ({ ...finding, status: 'fail' as const }));
    const [result] = runOf({ ...report, findings }).results;
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'file:///etc/rancher/config.yaml' },
      region: { startLine: 3, startColumn: 5 },
    });
    expect(result.relatedLocations).toMatchObject([
      { id: 1, physicalLocation: { artifactLocation: { uri: 'file:///etc/kubernetes/a.yaml' } } },
      { id: 2, physicalLocation: { region: { startLine: 7, startColumn: 5 } } },
    ]);
    expect(result.message.text).toContain(
      'but will fail after a restart: /etc/kubernetes/a.yaml:7 sets --kubelet-https=false',
    );
    expect(result.message.text).toContain('See [here](2): ');
    expect(result.properties.warnings).toEqual(['flag-deprecated', 'stray-manifest', 'drift', 'drift']);
  });

  test.each([
    {
      executable: '/usr/bin/kube-apiserver',
      uri: 'file:///usr/bin/kube-apiserver',
      why: 'the same every run',
    },
    { executable: null, uri: 'file:///proc/4242/cmdline', why: 'the executable may be known to root alone' },
  ])('is $uri for a process alone: $why', ({ executable, uri }) => {
    const location = resultOf(processOf(4242, BAD, executable)).locations[0];
    expect(location).toEqual({
      physicalLocation: { artifactLocation: { uri } },
      logicalLocations: [
        { kind: 'host', name: 'master-1' },
        { kind: 'process', name: 'kube-apiserver', properties: { pid: 4242, uid: 0 } },
      ],
    });
  });

  test('names what a process is part of', () => {
    const cgroup: Cgroup = { unit: 'kubepods.slice', podUid: 'p', containerId: 'c' };
    const invocation = processOf(1, BAD);
    const { logicalLocations } = resultOf({
      ...invocation,
      origin: { kind: 'process', pid: 1, uid: null, executable: null, cgroup },
    }).locations[0];
    expect(logicalLocations.map(({ kind, name }: Json) => `${kind} ${name}`)).toEqual([
      'host master-1',
      'unit kubepods.slice',
      'pod p',
      'container c',
      'process kube-apiserver',
    ]);
  });
});

describe('what readers make of a result', () => {
  const EVERY = Object.entries(EXAMPLES).flatMap(([name, report]) =>
    runOf(report).results.map((result: Json) => ({ name, report, result })),
  );

  test.each(EVERY)('DefectDojo imports it, whatever its level, with something to do: $name', ({ result }) => {
    expect(result.kind).toBe('fail');
    const advice = (result.fixes ?? []).map(({ description }: Json) => description.text);
    for (const text of advice) expect(result.message.text).toContain(text);
  });

  test.each(EVERY)('a title of 150 characters begins with the host: $name', ({ report, result }) => {
    const { host, cluster } = report;
    const label = cluster === null ? host : `${cluster}/${host}`;
    const text = result.message.text.replaceAll('{{', '{').replaceAll('}}', '}').replaceAll('] (', '](');
    expect(text.startsWith(host === null ? '' : `${label} `)).toBe(true);
  });

  test.each(EVERY)('Heimdall finds no number of a weakness at its end: $name', ({ result }) => {
    expect(result.message.text).not.toMatch(/\)\.?$/);
  });

  test.each(EVERY)('an editor that applies its fix changes nothing: $name', ({ result }) => {
    for (const { artifactChanges } of result.fixes ?? [])
      expect(artifactChanges).toEqual([
        {
          artifactLocation: result.locations[0].physicalLocation.artifactLocation,
          replacements: [{ deletedRegion: { byteOffset: 0, byteLength: 0 } }],
        },
      ]);
  });

  test('is the same to a person: host, server, finding, advice, pid', () => {
    const { 'a host of a cluster': clustered = reportOn({}), 'several servers': several = reportOn({}) } =
      EXAMPLES;
    expect(runOf(clustered).results[0].message.text).toBe(
      'prod-eu-1/cp-2 kube-apiserver: --kubelet-https=false (argument 2) allows plain HTTP to the kubelets. ' +
        `${clustered.control.remediation} Process 4242.`,
    );
    expect(runOf(clustered).results[0].fixes[0].description.text).toBe(clustered.control.remediation);
    const [, unknown, problem] = runOf(several).results;
    expect(unknown.message.text).toMatch(/^master-1 k3s server, status unknown: .* Process 812\.$/);
    expect(unknown.properties.status).toBe('unknown');
    expect(problem.message.text).toBe(
      'master-1 /proc, status unknown: it hides the processes of other users. Run as root.',
    );
    expect(problem.fixes[0].description.text).toBe('Run as root.');
  });

  test('leads to the tool', () => {
    const { homepage } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(runOf(reportOn({})).tool.driver.informationUri).toBe(homepage);
  });
});

describe('the fingerprint of a result', () => {
  const base = fileOf('a.yaml', BAD);
  const process = processOf(1, BAD, '/usr/bin/kube-apiserver');

  test.each([
    { other: fileOf('a.yaml', BAD, { line: 40, column: 9 }), from: base, why: 'lines move' },
    { other: fileOf('a.yaml', ['kube-apiserver', '--kubelet-https=0']), from: base, why: 'the same flag' },
    { other: processOf(2, BAD, '/usr/bin/kube-apiserver'), from: process, why: 'it was started again' },
  ])('stays: $why', ({ other, from }) => {
    expect(fingerprintsOf([other])).toEqual(fingerprintsOf([from]));
  });

  test.each([
    { other: fileOf('b.yaml', BAD), from: base, why: 'another file' },
    { other: fileOf('a.yaml', BAD, { object: 'Pod x/y' }), from: base, why: 'another pod' },
    { other: fileOf('a.yaml', BAD, { container: 'z' }), from: base, why: 'another container' },
    { other: processOf(1, BAD, '/opt/kube-apiserver'), from: process, why: 'another executable' },
    { other: lineOf(1, BAD), from: process, why: 'a process list' },
  ])('differs: $why', ({ other, from }) => {
    expect(fingerprintsOf([other])).not.toEqual(fingerprintsOf([from]));
  });

  test.each([
    { invocation: process, why: 'a process' },
    { invocation: base, why: 'a file, which every host has' },
    { invocation: lineOf(1, BAD), why: 'a process list' },
  ])('differs from host to host and from cluster to cluster: $why', ({ invocation }) => {
    const identities = [
      { host: 'a' },
      { host: 'b' },
      { host: 'a', cluster: 'x' },
      { host: 'a', cluster: 'y' },
      { host: 'a/x', cluster: 'y' },
      { host: 'x', cluster: 'y/a' },
      { host: null },
      { host: null, cluster: 'a' },
    ];
    const fingerprints = identities.flatMap((identity) => fingerprintsOf([invocation], identity));
    expect(new Set(fingerprints).size).toBe(identities.length);
  });

  test('of a problem counts those of one path', () => {
    const problem = { path: 'a.yaml', message: 'm', hint: 'Do.' };
    const { results } = runOf(reportOn({ problems: [problem, { ...problem, message: 'n' }] }));
    const [first, second] = results.map((result: Json) => result.partialFingerprints['apiServer/v2']);
    expect(first).not.toBe(second);
  });

  test('of a problem differs from host to host', () => {
    const of = (options: object) =>
      runOf(reportOn({ problems: [{ path: '/proc', message: 'm', hint: 'Do.' }] }, options)).results[0]
        .partialFingerprints;
    expect(of({ host: 'a' })).not.toEqual(of({ host: 'b' }));
    expect(of({ cluster: 'a' })).not.toEqual(of({ cluster: 'b' }));
  });

  test('counts equal servers, those that pass as well', () => {
    const good = processOf(0, ['kube-apiserver'], '/usr/bin/kube-apiserver');
    const [first, second] = fingerprintsOf([process, processOf(2, BAD, '/usr/bin/kube-apiserver')]);
    expect(first).not.toBe(second);
    expect(fingerprintsOf([good, process])).toEqual([second]);
  });
});

describe('a run', () => {
  const { fail = reportOn({}) } = EXAMPLES;

  test('tells when, where and how it ended', () => {
    expect(runOf(fail).invocations).toEqual([
      {
        executionSuccessful: true,
        exitCode: 1,
        startTimeUtc: '2026-01-31T11:59:59.250Z',
        endTimeUtc: '2026-01-31T12:00:00.000Z',
        machine: 'master-1',
        toolExecutionNotifications: [],
      },
    ]);
  });

  test.each([
    {
      name: 'not applicable',
      text: 'No API server found among 143 processes.',
      why: 'no result is not a pass',
    },
    {
      name: 'a blind spot',
      text: '/proc: it hides the processes of other users. Run as root.',
      why: 'more may run',
    },
  ])('warns of $name: $why', ({ name, text }) => {
    const { toolExecutionNotifications } = runOf(EXAMPLES[name] ?? fail).invocations[0];
    expect(toolExecutionNotifications).toMatchObject([{ level: 'warning', message: { text } }]);
  });

  test.each([
    { host: 'master-1', id: 'kubelet-https-audit/master-1/2026-01-31T12:00:00.000Z' },
    { host: 'a/b', id: 'kubelet-https-audit/a%2Fb/2026-01-31T12:00:00.000Z' },
    { host: null, id: undefined },
    { host: 'a', cluster: 'b/c', id: 'kubelet-https-audit/b%2Fc/a/2026-01-31T12:00:00.000Z' },
    { host: null, cluster: 'b', id: 'kubelet-https-audit/b/2026-01-31T12:00:00.000Z' },
  ])('of host $host of cluster $cluster is $id', ({ host, cluster = null, id }) => {
    expect(runOf({ ...fail, host, cluster }).automationDetails?.id).toBe(id);
  });

  test('declares what relative paths are relative to, and not where that is', () => {
    expect(runOf(fail).originalUriBaseIds).toEqual({
      '%SRCROOT%': { description: { text: 'The directory in which the audit ran.' } },
    });
  });

  test('describes the control as GitHub wants it', () => {
    const { driver } = runOf(fail).tool;
    expect(driver).toMatchObject({ name: 'kubelet-https-audit', version: '0.1.0', semanticVersion: '0.1.0' });
    const [rule] = driver.rules;
    expect(rule).toMatchObject({
      id: 'CIS-1.2.4',
      name: 'EnsureThatTheKubeletHttpsArgumentIsSetToTrue',
      shortDescription: { text: 'Ensure that the --kubelet-https argument is set to true.' },
      helpUri: 'https://kubernetes.io/docs/admin/kube-apiserver/',
      defaultConfiguration: { level: 'error' },
      properties: { precision: 'very-high', 'problem.severity': 'error', 'security-severity': '7.4' },
    });
    expect(rule.properties.tags).toContain('security');
    expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1024);
    expect(rule.help.markdown).toContain('## Remediation\n\nEdit the API server pod specification file');
    expect(rule.help.text).toContain(fail.control.remediation);
    expect(runOf(fail).results[0]).toMatchObject({ ruleId: rule.id, ruleIndex: 0 });
  });
});
