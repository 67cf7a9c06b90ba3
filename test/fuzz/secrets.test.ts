import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report, Reporter } from '../../src/model/report.ts';
import { REPORTS } from '../../src/reporters/index.ts';
import { readFiles } from '../../src/sources/files/read-files.ts';
import { readProcessList } from '../../src/sources/processes/process-list.ts';
import { fixtureTexts, fuzzing } from '../support/fuzzing.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { reportOn } from '../support/reports.ts';

const SECRET = 'hunter2';

/** A secret as what each grammar may take it for: a word, an argument, a flag, a comment, a key, an anchor, a tag … */
const FORMS = [
  SECRET,
  ` ${SECRET} `,
  `\n${SECRET}\n`,
  `--${SECRET}`,
  ` --token=${SECRET} `,
  ` --etcd-servers=${SECRET} `,
  ` --etcd-servers ${SECRET} `,
  ` -v${SECRET} `,
  `\n    - --token=${SECRET}\n`,
  ` # ${SECRET} `,
  `, "--token=${SECRET}", `,
  `"${SECRET}": `,
  `\n${SECRET}: x\n`,
  `&${SECRET} `,
  `*${SECRET} `,
  `!${SECRET} `,
  `<<${SECRET}\n`,
  `\${X:-${SECRET}}`,
  `$(${SECRET} x)`,
  `\`${SECRET}\``,
  `{{ "${SECRET}" }}`,
  `\\\n${SECRET}\\\n`,
  `|\n      ${SECRET}\n`,
  `TOKEN=${SECRET} `,
  `\nEnvironment=TOKEN=${SECRET}\n`,
] as const;

/** Names of objects, programs and files are shown, and what is written as the flag's own value. */
function isShownByDesign({ findings, examined, problems }: Report): boolean {
  const names = [...findings, ...examined.setAside].map(({ origin, program }) => [origin, program]);
  const own = findings.map(({ evidence }) => evidence.arguments.map(({ text }) => text));
  const paths = problems.map(({ path, message }) => [path, FILE_WRITTEN.exec(message)?.slice(1)]);
  return (
    JSON.stringify([names, own, paths]).includes(SECRET) ||
    findings.some(({ reason }) => FILE_OF_ARGUMENTS.exec(reason)?.[1]?.includes(SECRET))
  );
}

/** What a server names for the file of its arguments. */
const FILE_OF_ARGUMENTS =
  /(?:takes its arguments from|apiServerArguments(?: are)? in|could set --kubelet-https:) (.+?)(?:, which| (?:was|were) not found|$)/i;

/** What a problem names for a file that another one writes. */
const FILE_WRITTEN = /^.*(?:: (\/.*)$|the content of (.*) is not known: )/s;

async function reporters(): Promise<Reporter[]> {
  return Promise.all(Object.values(REPORTS).map(({ load }) => load()));
}

function expectNoSecret(report: Report, renderers: readonly Reporter[]): void {
  if (isShownByDesign(report)) return;
  for (const render of renderers) {
    const text = render(report, { exitStatus: 0, isVerbose: true, isColoured: false });
    expect(text.split('\n').filter((line) => line.includes(SECRET))).toEqual([]);
  }
}

const files = fixtureTexts('files');

/** The same as a line of its own, beside that of the flag. */
const LINES = [
  `- ${SECRET}`,
  `- --${SECRET}`,
  `- "--${SECRET}=x"`,
  `- --${SECRET} x`,
  `- ${SECRET}: x`,
  `- &${SECRET} x`,
  `- !${SECRET} x`,
  `- ${SECRET}=x`,
  `- name: ${SECRET}`,
  `${SECRET}: x`,
  `"${SECRET}" : x,`,
  `"${SECRET}",`,
  `${SECRET}=x`,
  `--${SECRET}=x \\`,
  `--etcd-servers=${SECRET} \\`,
  `${SECRET} \\`,
  `# ${SECRET}: x`,
] as const;

interface SecretPlace {
  /** From 0 to 1: where in what is chosen from. */
  readonly at: number;
  readonly where: 'anywhere' | 'near the flag' | 'before its line' | 'after its line';
  readonly form: string;
  readonly line: string;
}

const NEAR = 60;

function withSecret(text: string, { at, where, form, line }: SecretPlace): string {
  const flag = text.indexOf('kubelet-https');
  const insert = (added: string, start: number, end = start) => {
    const offset = start + Math.floor(at * (end - start));
    return text.slice(0, offset) + added + text.slice(offset);
  };
  if (flag < 0 || where === 'anywhere') return insert(form, 0, text.length);
  if (where === 'near the flag')
    return insert(form, Math.max(flag - NEAR, 0), Math.min(flag + NEAR, text.length));
  const start = text.lastIndexOf('\n', flag) + 1;
  const indent = /^\s*/.exec(text.slice(start))?.[0] ?? '';
  if (where === 'before its line') return insert(`${indent}${line}\n`, start);
  const end = text.indexOf('\n', flag);
  return insert(`\n${indent}${line}`, end < 0 ? text.length : end);
}

describe('no secret is shown, in whatever format', () => {
  const fuzz = fuzzing(500);
  const place: fc.Arbitrary<SecretPlace> = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    where: fc.constantFrom('anywhere', 'near the flag', 'before its line', 'after its line'),
    form: fc.constantFrom(...FORMS),
    line: fc.constantFrom(...LINES),
  });

  test('wherever it stands in a file', { timeout: fuzz.timeout }, async () => {
    const directory = temporaryDirectory();
    const renderers = await reporters();
    const property = fc.asyncProperty(fc.constantFrom(...files), place, async ([path, text], where) => {
      const target = join(directory, basename(path));
      writeFileSync(target, withSecret(text, where));
      const found = await readFiles([target], { input: undefined, stdin: undefined, onProgress: () => {} });
      expectNoSecret(reportOn(found, { host: null }), renderers);
    });
    await fc.assert(property, fuzz.parameters);
  });

  test('wherever it stands in a process list', { timeout: fuzz.timeout }, async () => {
    const LIST =
      'UID        PID  PPID  C STIME TTY          TIME CMD\n' +
      'root      4242     1 12 Nov23 ?        1-02:03:04 /usr/bin/kube-apiserver --etcd-servers=x --kubelet-https=false --v 2\n' +
      'root      4243     1 12 Nov23 ?        1-02:03:04 tail -f kube-apiserver.log\n';
    const renderers = await reporters();
    const property = fc.property(place, (where) => {
      const found = readProcessList(Buffer.from(withSecret(LIST, where)), 'ps.txt');
      expectNoSecret(reportOn(found, { host: null }), renderers);
    });
    fc.assert(property, fuzz.parameters);
  });

  test('wherever it stands in the argument list of a process', { timeout: fuzz.timeout }, async () => {
    const ARGV = ['kube-apiserver', '--etcd-servers=x', '--kubelet-https=false', '--v', '2'];
    const renderers = await reporters();
    const property = fc.property(fc.nat(4), place, (index, where) => {
      const argv = ARGV.map((text, each) => (each === index ? withSecret(text, where) : text));
      const invocation = {
        origin: { kind: 'process', pid: 7, uid: 0, executable: '/usr/bin/kube-apiserver' },
        arguments: argv.map((text, each) => ({ text, index: each })),
        boundaries: 'kept',
      } as const;
      expectNoSecret(reportOn({ invocations: [invocation] }), renderers);
    });
    fc.assert(property, fuzz.parameters);
  });
});
