import { describe, expect, test } from 'vitest';
import { ndjson } from '../../src/reporters/ndjson.ts';
import { unix } from '../../src/reporters/unix.ts';
import { parseFinding } from '../support/report-schema.ts';
import { EXAMPLES, entriesIn, MANY, reportOn } from '../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: false };
const VERBOSE = { ...OPTIONS, isVerbose: true };
const { files = reportOn({}), 'several servers': several = reportOn({}) } = EXAMPLES;
const { 'what the files of a host add': added = reportOn({}), 'a process list': list = reportOn({}) } =
  EXAMPLES;

const { 'a host of a cluster': clustered = reportOn({}) } = EXAMPLES;

describe('a line of JSON', () => {
  test.each(Object.entries(EXAMPLES))('is complete by itself: %s', (_, report) => {
    const lines = ndjson(report, OPTIONS).trimEnd().split('\n');
    const { findings } = entriesIn(report);
    expect(lines).toHaveLength(Math.max(report.findings.length + report.problems.length, 1));
    for (const [index, line] of lines.entries()) {
      const { schemaVersion, tool, control, host, cluster, auditedAt, blindSpot, entry, entries, ...rest } =
        JSON.parse(line);
      expect(blindSpot !== undefined).toBe(
        report.examined.blindSpot !== undefined && report.findings.length > 0,
      );
      expect({ schemaVersion, tool, host, cluster, auditedAt, id: control.id }).toEqual({
        schemaVersion: 1,
        tool: report.tool,
        host: report.host,
        cluster: report.cluster,
        auditedAt: '2026-01-31T12:00:00.000Z',
        id: '1.2.4',
      });
      expect([entry, entries]).toEqual([index + 1, lines.length]);
      expect(rest.reason).toMatch(/\S/);
      if (findings.some((finding) => finding.index === index)) parseFinding(rest);
    }
  });

  test('is there for problems, and where nothing was found', () => {
    const statuses = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).status);
    expect(statuses(ndjson(several, OPTIONS))).toEqual(['fail', 'unknown', 'unknown', 'pass']);
    expect(statuses(ndjson(reportOn({}), OPTIONS))).toEqual(['notapplicable']);
  });
});

describe('a line as grep prints it', () => {
  test.each(Object.entries(EXAMPLES))('is there for each finding and problem: %s', (_, report) => {
    const lines = unix(report, VERBOSE).trimEnd().split('\n');
    const { findings, problems, examined, warnings: ofRun = [] } = report;
    const blind = examined.blindSpot && findings.length > 0 ? 1 : 0;
    expect(lines).toHaveLength(Math.max(findings.length + problems.length + blind, 1) + ofRun.length);
    const passes = findings.filter(({ status, warnings }) => status === 'pass' && warnings.length === 0);
    const shown = unix(report, OPTIONS).split('\n').slice(0, -1);
    expect(shown).toEqual(lines.slice(0, lines.length - passes.length));
    for (const line of lines)
      expect(line).toMatch(
        /^.+: (?:pass|fail|unknown|waived|notapplicable|warning): .+ \[1\.2\.4\](?: \[[a-z-]+\])*(?: \[.*\])?$/,
      );
  });

  test.each([
    [
      files,
      'deploy/b.yaml:7:5: fail: --kubelet-https=false (argument 1) allows plain HTTP to the kubelets [1.2.4]',
    ],
    [
      several,
      'master-1:4242: fail: --kubelet-https=false (argument 2) allows plain HTTP to the kubelets [1.2.4]',
    ],
    [several, '/proc: unknown: it hides the processes of other users. Run as root. [1.2.4] [master-1]'],
    [
      list,
      '-:3:1: fail: --kubelet-https=F (argument 1) allows plain HTTP to the kubelets [1.2.4] [boundaries-lost] [master-1]',
    ],
    [
      added,
      'master-1:1577: pass: --kubelet-https=true (/etc/rancher/config.yaml:3) keeps kubelet connections on HTTPS (container aaaaaaaaaaaa) [1.2.4] [flag-deprecated] [stray-manifest] [drift] [drift]',
    ],
    [
      clustered,
      'prod-eu-1/cp-2:4242: fail: --kubelet-https=false (argument 2) allows plain HTTP to the kubelets [1.2.4]',
    ],
    [reportOn({}), 'master-1: notapplicable: No API server found among 143 processes [1.2.4]'],
  ])('says where and what', (report, line) => expect(unix(report, OPTIONS).split('\n')).toContain(line));

  test('is not there for what passes, and of 200 manifests those that fail are all there is', () => {
    expect(unix(EXAMPLES.pass ?? MANY, OPTIONS)).toBe('');
    expect(unix(MANY, OPTIONS).match(/: (fail|pass): .*$/gm)).toEqual([
      ...Array(5).fill(expect.stringMatching(/^: fail/)),
      expect.stringMatching(/^: pass: .* \[flag-deprecated\] \[master-1\]$/),
    ]);
  });
});
