import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { convertFile } from 'inspecjs';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { detect } from '../../src/detection/detect.ts';
import type { ApiServer } from '../../src/model/api-server.ts';
import type { Argument } from '../../src/model/argument.ts';
import type { Invocation, Origin } from '../../src/model/invocation.ts';
import { printableTexts } from '../../src/model/printable.ts';
import type { Report } from '../../src/model/report.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { type FormatName, REPORTS } from '../../src/reporters/index.ts';
import { waiveReport } from '../../src/waivers/waive-report.ts';
import { commandsOf } from '../support/ci-commands.ts';
import { fuzzing, hostileText } from '../support/fuzzing.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { parseMarkdown, withDescendants } from '../support/parse-markdown.ts';
import { parsePage } from '../support/parse-page.ts';
import { parseFinding, parseReport } from '../support/report-schema.ts';
import { reportOn } from '../support/reports.ts';

const text = hostileText;
const path = fc.oneof(text, fc.constantFrom('-', '/', './a', '/etc/a.yaml', '::error::x/a'));
const textOrNull = fc.option(text);
const number = fc.integer({ min: 1, max: 99_999 });

const origin: fc.Arbitrary<Origin> = fc.oneof(
  fc.record({
    kind: fc.constant('process' as const),
    pid: number,
    uid: fc.option(fc.nat(70_000)),
    executable: textOrNull,
    cgroup: fc.record({
      unit: textOrNull,
      containerId: fc.option(fc.constant('a'.repeat(64))),
      podUid: fc.option(fc.constant('761ba443-a9d6-4fb7-a0a4-3529d7aa586b')),
    }),
  }),
  fc.record({ kind: fc.constant('ps' as const), path, line: number, pid: fc.option(number) }),
  fc.record({
    kind: fc.constant('file' as const),
    path,
    line: number,
    column: number,
    format: fc.constantFrom('workload', 'systemd', 'kubeadm'),
    object: textOrNull,
    container: textOrNull,
  }),
);

const word = fc.oneof(
  text,
  text.map((value) => `--kubelet-https=${value}`),
  fc.constantFrom(
    '--kubelet-https=false',
    '--kubelet-https=1',
    '--kubelet_https',
    '--etcd-servers=x',
    '-v',
    '--',
  ),
);

/** At a place in one of three lines, or in another file. */
const argument = fc.record(
  {
    text: word,
    span: fc.record({
      line: fc.integer({ min: 1, max: 3 }),
      column: fc.integer({ min: 1, max: 30 }),
      length: number,
    }),
    path,
    isUnknown: fc.constant(true as const),
    isSplit: fc.constant(true as const),
  },
  { requiredKeys: ['text'] },
);

const invocation: fc.Arbitrary<Invocation> = fc
  .record({
    origin,
    program: fc.oneof(
      fc.constantFrom('kube-apiserver', 'k3s server', 'hyperkube', 'kubelite', 'sh', 'openshift'),
      text,
    ),
    words: fc.array(argument, { maxLength: 5 }),
    boundaries: fc.constantFrom('kept' as const, 'lost' as const),
    lines: fc.array(text, { minLength: 3, maxLength: 3 }),
  })
  .map(({ program, words, ...rest }) => ({
    ...rest,
    arguments: [{ text: program }, ...words].map((each, index): Argument => ({ ...each, index })),
  }));

const problem = fc.record({ path, message: text, hint: text });

const server = fc.record({
  invocation,
  next: fc.array(invocation, { maxLength: 2 }),
  problems: fc.array(problem, { maxLength: 1 }),
  whereToFix: fc.record({ edit: text, generatedFrom: text, afterwards: text }, { requiredKeys: [] }),
  changed: fc.record({ changedFile: text, changedDirectory: text }, { requiredKeys: [] }),
});

/** What a file of waivers can say; some match nothing. */
const waiver = fc
  .record({
    reason: text,
    approvedBy: text,
    until: fc.constantFrom('2020-01-01', '2030-12-31'),
    match: fc.record(
      { host: fc.constantFrom(['*'], ['cp-1']), path: fc.constantFrom(['**'], ['x']) },
      { requiredKeys: [] },
    ),
    position: fc.record({ path, line: number, column: number }),
  })
  .map((given) => printableTexts(given) as Waiver);

const run = fc.record({
  waivers: fc.array(waiver, { maxLength: 2 }),
  servers: fc.array(server, { maxLength: 4 }),
  found: fc.record(
    {
      source: fc.constantFrom('procfs' as const, 'ps-list' as const, 'ps text' as const, 'files' as const),
      problems: fc.array(problem, { maxLength: 2 }),
      files: fc.nat(3),
      hostFiles: fc.array(text, { maxLength: 2 }),
      blindSpot: problem,
    },
    { requiredKeys: [] },
  ),
  options: fc.record({
    host: textOrNull,
    cluster: textOrNull,
    isHostNamed: fc.boolean(),
    isStrict: fc.boolean(),
  }),
});

type Run = typeof run extends fc.Arbitrary<infer Value> ? Value : never;

/** The report on a run; every server in it has all that files of its host could add. */
function reportOf({ servers, found, options, waivers }: Run): Report {
  const detected = servers.flatMap(
    ({ invocation: own, next, problems, whereToFix, changed }): ApiServer[] => {
      const server = detect(own);
      if (server.kind === 'set-aside') return [];
      const after = next.map(detect).filter((each) => each.kind === 'api-server');
      return [
        { ...server, ...changed, whereToFix, afterRestart: { servers: after, shadowed: after, problems } },
      ];
    },
  );
  const all = servers.map(({ invocation: own }) => detect(own));
  const setAside = all.filter((each) => each.kind === 'set-aside');
  return waiveReport(reportOn({ ...found, setAside }, options, detected), waivers);
}

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const isSarif = ajv.compile(schema('sarif-2.1.0.json'));
const isOpenReport = new Ajv2020().compile(schema('openreports-report.schema.json'));

function schema(name: string): object {
  return JSON.parse(readFileSync(new URL(`../fixtures/schemas/${name}`, import.meta.url), 'utf8'));
}

/** Throws where a reader of the format could not make of a text what it should be. */
const PARSERS: Readonly<Record<FormatName, (shown: string, given: Report) => void>> = {
  text: (shown) =>
    expect(shown.split('\n').filter((line) => /^[A-Z ]+(?: \(waived\))? {2}CIS /.test(line))).toHaveLength(1),
  json: parseReport,
  jsonl: (shown) => {
    expect(shown.trimEnd()).not.toContain('\n');
    parseReport(shown);
  },
  ndjson: (shown, { findings }) => {
    const lines = shown.trimEnd().split('\n');
    for (const [index, line] of lines.entries()) {
      const { schemaVersion, tool, control, host, cluster, auditedAt, blindSpot, entry, entries, ...rest } =
        JSON.parse(line);
      if (index < findings.length) parseFinding(rest);
    }
  },
  unix: (shown) => {
    for (const line of shown.trimEnd().split('\n'))
      expect(line).toMatch(/: (?:pass|fail|unknown|waived|warning|notapplicable): .* \[1\.2\.4\]/);
  },
  junit: (shown) => expect(shown).toMatch(/^<\?xml [^\n]*\?>\n<testsuite /),
  sarif: (shown) => {
    isSarif(JSON.parse(shown));
    expect(isSarif.errors ?? []).toEqual([]);
  },
  github: (shown) => {
    for (const line of shown.trimEnd().split('\n'))
      expect(line).toMatch(/^::(?:error|warning|notice) title=[^:\r]*::./);
  },
  markdown: (shown, { findings }) => {
    const blocks = parseMarkdown(shown);
    for (const { type } of blocks) expect(type).toMatch(/^(?:heading|paragraph|table|list)$/);
    const nodes = blocks.flatMap(withDescendants);
    for (const { type } of nodes) expect(type).not.toMatch(/^(?:link|image|definition|code|blockquote)/);
    for (const node of nodes) if (node.type === 'html') expect(['<br>', '<!-- -->']).toContain(node.value);
    const rows = nodes.filter(({ type }) => type === 'tableRow');
    expect(rows).toHaveLength(findings.length === 0 ? 0 : findings.length + 1);
  },
  html: (shown, { findings, control }) => {
    const { elements } = parsePage(shown);
    expect(elements.filter(({ name }) => name === 'article')).toHaveLength(findings.length);
    expect(elements.flatMap(({ attributes }) => attributes.href ?? [])).toEqual(control.references);
    for (const { name } of elements) expect(name).not.toMatch(/^(?:script|img|iframe|link|form|base|svg)$/);
  },
  'kube-bench': (shown) => expect(JSON.parse(shown).Controls).toHaveLength(1),
  prometheus: (shown) => {
    for (const line of shown.trimEnd().split('\n'))
      expect(line).toMatch(
        /^(?:# (?:HELP|TYPE) \w+ .*|\w+(?:\{(?:\w+="(?:[^"\\]|\\[\\"n])*",?)*\})? [\d.]+)$/,
      );
  },
  policyreport: (shown) => {
    for (const version of ['1.1', '1.2'] as const) {
      const [document, ...more] = parseAllDocuments(shown, { version });
      expect([more, document?.errors, document?.warnings]).toEqual([[], [], []]);
      expect(document?.toJS()).toMatchObject({ kind: 'ClusterPolicyReport' });
    }
  },
  openreports: (shown) => {
    isOpenReport(JSON.parse(shown));
    expect(isOpenReport.errors ?? []).toEqual([]);
  },
  hdf: (shown) => expect(convertFile(shown)).toHaveProperty('1_0_ExecJson.profiles.length', 1),
};

const fuzz = fuzzing(100);

describe.each(Object.keys(REPORTS) as FormatName[])('whatever is in a report, as %s', (name) => {
  test('it can be shown and read, and is not a command to a CI', { timeout: fuzz.timeout }, async () => {
    const render = await REPORTS[name].load();
    const property = fc.property(run, fc.boolean(), (given, isVerbose) => {
      const report = reportOf(given);
      const options = { exitStatus: 1, isVerbose };
      const shown = render(report, { ...options, isColoured: false });
      expect(shown).toMatch(/[^\n]\n$/);
      expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(commandsOf(shown, name)).toEqual([]);
      PARSERS[name](shown, report);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
      expect(render(report, { ...options, isColoured: true }).replace(/\u001b\[\d+m/g, '')).toBe(shown);
    });
    fc.assert(property, fuzz.parameters);
  });
});

test('whatever is in a report, xmllint reads it as JUnit', async ({ skip }) => {
  skip(
    spawnSync('xmllint', ['--version']).error !== undefined,
    'xmllint is not installed (Debian: libxml2-utils)',
  );
  const render = await REPORTS.junit.load();
  const directory = temporaryDirectory();
  const paths = fc
    .sample(run, { numRuns: 200, seed: fuzz.parameters.seed ?? Date.now() })
    .map((given, index) => {
      const file = join(directory, `${index}.xml`);
      writeFileSync(file, render(reportOf(given), { exitStatus: 1, isVerbose: true, isColoured: false }));
      return file;
    });
  const { status, stderr } = spawnSync('xmllint', ['--nonet', '--noout', ...paths], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
