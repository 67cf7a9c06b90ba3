import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Origin } from '../../src/model/invocation.ts';
import type { Report } from '../../src/model/report.ts';
import { openreports } from '../../src/reporters/openreports.ts';
import { EXAMPLES, fileOf, reportOn } from '../support/reports.ts';

const RESULTS = ['pass', 'fail', 'warn', 'error', 'skip'] as const;
const SCHEMA = new URL('../fixtures/schemas/openreports-report.schema.json', import.meta.url);
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

interface Result {
  readonly result: (typeof RESULTS)[number];
  readonly message: string;
  readonly severity: string;
  readonly properties?: Readonly<Record<string, string>>;
}

interface OpenReport {
  readonly metadata: { readonly name: string };
  readonly scope?: { readonly kind: string; readonly name: string };
  readonly summary: Readonly<Record<(typeof RESULTS)[number], number>>;
  readonly results: readonly Result[];
}

function parse(report: Report): OpenReport {
  const read = JSON.parse(openreports(report, { exitStatus: 1, isColoured: false, isVerbose: false }));
  validate(read);
  expect(validate.errors ?? []).toEqual([]);
  return read;
}

const { 'a host of a cluster': clustered = reportOn({}), 'several servers': several = reportOn({}) } =
  EXAMPLES;

describe('the Report of OpenReports', () => {
  test.each(Object.entries(EXAMPLES))('fits the definition, and adds up: %s', (_, report) => {
    const { results, summary } = parse(report);
    expect(results).toHaveLength(Math.max(1, report.findings.length + report.problems.length));
    for (const outcome of RESULTS) {
      expect(results.filter(({ result }) => result === outcome)).toHaveLength(summary[outcome]);
    }
  });

  test.each(Object.entries(EXAMPLES))('has host and cluster in every result: %s', (_, report) => {
    const { host, cluster } = report;
    for (const { message, properties = {} } of parse(report).results) {
      expect([properties.host ?? null, properties.cluster ?? null]).toEqual([host, cluster]);
      expect(message.startsWith(host === null ? '' : cluster === null ? host : `${cluster}/${host}`)).toBe(
        true,
      );
    }
  });

  test('is about a node', () => {
    const { scope } = parse({ ...clustered, host: 'CP-2' });
    expect(scope).toEqual({ apiVersion: 'v1', kind: 'Node', name: 'cp-2' });
    expect(parse({ ...clustered, host: null })).not.toHaveProperty('scope');
  });

  test('says in a message what to do, and nothing that changes with a restart', () => {
    const [failed] = parse(clustered).results;
    expect(failed?.message).toBe(
      'prod-eu-1/cp-2 kube-apiserver: --kubelet-https=false (argument 2) allows plain HTTP to the kubelets. ' +
        clustered.control.remediation,
    );
    expect(failed?.properties?.pid).toBe('4242');
    expect(parse(several).results.map(({ result }) => result)).toEqual(['fail', 'error', 'error', 'pass']);
  });

  test.each(Object.entries(EXAMPLES))(
    'has results that DefectDojo does not take for one: %s',
    (_, report) => {
      const keys = ['a', 'b'].flatMap((cluster) =>
        parse({ ...report, cluster }).results.map(({ properties }) => properties?.pkgName),
      );
      expect(new Set(keys).size).toBe(keys.length);
    },
  );

  test('names a server in a file by its path, whatever comes before it', () => {
    const { files = reportOn({}) } = EXAMPLES;
    const name = 'deploy/b.yaml Pod kube-system/kube-apiserver container kube-apiserver';
    const [, second] = parse(files).results;
    expect(second?.properties?.pkgName).toBe(name);
    expect(second?.message).toContain(`${name}: --kubelet-https=false`);
  });

  test('has a server by the same name after a restart, and a pass less severe than a failure', () => {
    const [failed, passed] = parse(clustered).results;
    const restarted = clustered.findings.map((finding) => ({
      ...finding,
      origin: { ...finding.origin, pid: Number('pid' in finding.origin && finding.origin.pid) + 1 } as Origin,
    }));
    const [again] = parse({ ...clustered, findings: restarted }).results;
    expect([failed?.severity, passed?.severity]).toEqual(['high', 'info']);
    expect(failed?.properties?.pkgName).toBe('prod-eu-1/cp-2 kube-apiserver (2)');
    expect(again?.properties?.pkgName).toBe(failed?.properties?.pkgName);
    expect(again?.message).toBe(failed?.message);
  });

  test('has a name that a cluster takes and no other host has', () => {
    const identities = [
      { host: 'cp-1', cluster: null },
      { host: 'CP-1', cluster: null },
      { host: 'cp_1', cluster: null },
      { host: null, cluster: null },
      { host: 'b-c', cluster: 'a' },
      { host: 'c', cluster: 'a-b' },
      { host: 'b.c', cluster: 'a' },
      { host: 'c', cluster: 'a.b' },
      { host: 'x'.repeat(253), cluster: 'a' },
      { host: 'x'.repeat(252), cluster: 'a' },
      { host: '☸', cluster: '☸' },
    ];
    const names = identities.map((identity) => parse({ ...clustered, ...identity }).metadata.name);
    expect(names.slice(0, 1)).toEqual(['kubelet-https-audit-cp-1']);
    expect(names[4]).toMatch(/^kubelet-https-audit-[0-9a-f]{8}-a\.b-c$/);
    expect(new Set(names).size).toBe(identities.length);
  });

  test('shows no argument but the evidence', () => {
    const secret = fileOf('a.yaml', ['kube-apiserver', '--token=hunter2', '--kubelet-https=false']);
    expect(JSON.stringify(parse(reportOn({ invocations: [secret] })))).not.toContain('hunter2');
  });
});
