import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/report.ts';
import { type FormatName, REPORTS } from '../../src/reporters/index.ts';
import { commandsOf } from '../support/ci-commands.ts';
import { EXAMPLES, reportOn } from '../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: true };

/** Formats in which every line stands alone; in that of Prometheus lines with # describe. */
const IS_OF_LINES: Partial<Record<FormatName, true>> = {
  jsonl: true,
  ndjson: true,
  unix: true,
  github: true,
  prometheus: true,
};

const DIGEST = /\b(?:[0-9a-f]{64}|[0-9a-f]{8})\b/g;

/** Names of hosts that are the beginning of what a report says, each with one as long that is not. */
const NAMES_LIKE_TEXT = [
  ['kube', 'zqxj'],
  ['ku', 'zq'],
  ['CIS', 'ZQX'],
  ['Pod', 'Zqx'],
  ['Not', 'Zqx'],
  ['st', 'zq'],
] as const;

/** What tells a finding from others in every format: of a path, its longest part that no format escapes. */
function keyOf({ origin }: Finding): string {
  if (origin.kind !== 'file') return String(origin.kind === 'process' ? origin.pid : origin.line);
  const [longest = ''] = (origin.path.match(/[A-Za-z0-9.]+/g) ?? []).sort((a, b) => b.length - a.length);
  return longest;
}

describe.each(Object.keys(REPORTS) as FormatName[])('the %s report', (name) => {
  test.each(Object.entries(EXAMPLES))('is safe, whole and stable: %s', async (_, report) => {
    const render = await REPORTS[name].load();
    const text = render(report, OPTIONS);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(commandsOf(text, name)).toEqual([]);
    for (const finding of report.findings) expect(text).toContain(keyOf(finding));
    expect(render(report, OPTIONS)).toBe(text);
  });

  test.each(Object.entries(EXAMPLES))('is not a command to a CI, coloured either: %s', async (_, report) => {
    const render = await REPORTS[name].load();
    const text = render(report, { ...OPTIONS, isColoured: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(commandsOf(text.replace(/\u001b\[\d+m/g, ''), name)).toEqual([]);
  });

  test.each(Object.entries(EXAMPLES))(
    'says which host of which cluster it is about: %s',
    async (_, given) => {
      const render = await REPORTS[name].load();
      const report = { ...given, host: 'cp-2', cluster: 'prod-eu-1', isHostNamed: true };
      const text = render(report, OPTIONS);
      const parts = IS_OF_LINES[name] ? text.trimEnd().split('\n') : [text];
      for (const part of parts.filter((line) => !line.startsWith('#'))) {
        expect(part).toContain('cp-2');
        expect(part).toContain('prod-eu-1');
      }
      expect(render({ ...report, host: null }, OPTIONS)).toContain('prod-eu-1');
      expect(render({ ...report, cluster: null }, OPTIONS)).not.toMatch(/prod-eu-1|null\/|\/null/);
    },
  );

  test.each(Object.entries(EXAMPLES))(
    'names a host also where its name is how another text begins: %s',
    async (_, report) => {
      const render = await REPORTS[name].load();
      const named = (host: string) =>
        render({ ...report, host, isHostNamed: true }, OPTIONS).replaceAll(DIGEST, '');
      for (const [host, other] of NAMES_LIKE_TEXT) {
        expect(named(host)).toBe(
          named(other).replaceAll(other, host).replaceAll(other.toLowerCase(), host.toLowerCase()),
        );
      }
    },
  );

  test('says of a pass that its release has no such flag', async () => {
    // SARIF has results only of what does not pass, and metrics have no sentences.
    if (name === 'sarif' || name === 'prometheus') return;
    const render = await REPORTS[name].load();
    const text = render(EXAMPLES['a release without the flag'] ?? reportOn({}), OPTIONS);
    expect(text.replace(/<\/?code[^>]*>|\n +/g, ' ').replace(/ +/g, ' ')).toMatch(
      /Kubernetes 1\.25[`]? has no such flag/,
    );
  });

  test('has a summary for the help', () => expect(REPORTS[name].summary).not.toBe(''));
});
