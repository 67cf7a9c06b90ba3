import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FormatName, REPORTS } from '../../src/reporters/index.ts';
import { commandsOf } from '../support/ci-commands.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { type RunOptions, runBin } from '../support/run-bin.ts';

/** What a runner would act on, at the start of a text, within it, and where a line ends in it. */
const NAMES = [
  '::error::owned',
  ' ::add-mask::a',
  'a ##[error]owned',
  '##vso[task.complete]owned',
  'a\n::stop-commands::x',
  'a\r::set-output name=a::b',
  "##teamcity[x 'y']",
];

function manifest(name: string, flag: string): string {
  const quoted = JSON.stringify;
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${quoted(name)}
  namespace: ${quoted(name)}
spec:
  containers:
  - name: ${quoted(name)}
    command: [kube-apiserver]
    args:
    - ${flag}
`;
}

/** A directory of manifests, each with a command in its name and in all that it names; some cannot be read. */
function hostileDirectory(): string {
  const directory = temporaryDirectory();
  for (const name of NAMES) {
    writeFileSync(
      join(directory, `${name}.yaml`),
      manifest(name, `--kubelet-https=false # ${NAMES.join(' ')}`),
    );
    const value = JSON.stringify(`--kubelet-https=${name}`);
    writeFileSync(join(directory, `${name}.json.yaml`), manifest(name, value));
    writeFileSync(join(directory, `${name}-broken.yaml`), `${manifest(name, '--kubelet-https=0')}  : [`);
  }
  mkdirSync(join(directory, '::error::owned'));
  writeFileSync(join(directory, '::error::owned', 'kube-apiserver'), '::error::owned');
  return directory;
}

async function expectNoCommand(args: readonly string[], options: RunOptions, format?: FormatName) {
  const { stdout, stderr } = await runBin(args, options);
  expect(commandsOf(stderr)).toEqual([]);
  expect(commandsOf(stdout, format)).toEqual([]);
  return stdout + stderr;
}

describe('no line that is printed is a command to the runner of a CI', () => {
  test.each(Object.keys(REPORTS) as FormatName[])('of files, as %s', async (format) => {
    const directory = hostileDirectory();
    await expectNoCommand(
      ['-v', '-f', format, '.', ...NAMES.map((name) => `${name}.yaml`)],
      { cwd: directory },
      format,
    );
    await expectNoCommand(['-v', '-f', format, '::error::owned'], { cwd: directory }, format);
  });

  test.each(Object.keys(REPORTS) as FormatName[])('of processes, as %s', async (format) => {
    const processes = NAMES.flatMap((name, index) => [
      {
        pid: 10 + index,
        cmdline: [`${name}/kube-apiserver`, `--kubelet-https=${name}`],
        exe: `/${name}`,
        uid: 0,
      },
      { pid: 100 + index, cmdline: [name, 'apiserver', name], exe: `/${name}`, uid: 0 },
      { pid: 200 + index, cmdline: [`${name} apiserver`], uid: 0 },
    ]);
    await expectNoCommand(['-v', '-f', format, '--root', hostTree(processes)], {}, format);
  });

  test('of a process list', async () => {
    const stdin = NAMES.map((name) => `${name}/kube-apiserver --kubelet-https=${name}`).join('\n');
    await expectNoCommand(['-v', '-'], { stdin: `COMMAND\n${stdin}\n` });
  });

  test.each([
    { args: ['X'], why: 'a file that is not there' },
    { args: ['--X'], why: 'an unknown option' },
    { args: ['X', '--nothing=X'], why: 'an unknown option with a value' },
    { args: ['-f', 'X'], why: 'an unknown format' },
    { args: ['--input', 'X', 'a'], why: 'an unknown input' },
    { args: ['--source', 'X'], why: 'an unknown source' },
    { args: ['--root', 'X'], why: 'a root that is not there' },
    { args: ['--kubernetes-version', 'X'], why: 'an impossible release' },
    { args: ['--report', 'X'], why: 'a report without a format' },
    { args: ['--report', 'X=Y'], why: 'a report of an unknown format' },
    { args: ['--report', 'json=X/X', '-'], why: 'a report that cannot be written' },
    { args: ['--report', 'json=X', 'X'], why: 'a report in the place of its source' },
    { args: ['help', 'X'], why: 'help on an unknown command' },
    { args: ['explain', 'X'], why: 'too many arguments' },
    { args: ['fix', 'X'], why: 'a file to fix that is not there' },
    { args: ['fix', '--X'], why: 'an unknown option of fix' },
    { args: ['fix', '--write', '--pause', 'X'], why: 'a pause that is none' },
    { args: ['fix', '--write', '--wait=X'], why: 'a patience that is none' },
    { args: ['fix', '-U', 'X'], why: 'a number of lines that is none' },
  ])('of an error: $why', async ({ args }) => {
    for (const name of ['::error::owned', 'a ##[error]owned', 'a\n::stop-commands::x']) {
      const given = args.map((arg) => arg.replaceAll('X', name));
      expect(await expectNoCommand(given, { cwd: temporaryDirectory() })).not.toBe('');
    }
  });

  test.each([
    ['a diff', []],
    ['a diff with its context', ['-U', '9']],
    ['writing', ['--write']],
  ])('of fix: %s', async (_, options) => {
    const backups = join(temporaryDirectory(), '::error::owned ##[x]');
    const place = options.includes('--write') ? ['--backup-dir', backups] : [];
    const shown = await expectNoCommand(['fix', ...options, ...place, '.'], { cwd: hostileDirectory() });
    expect(shown).toContain('patch cannot apply it; --write can.');
  });
});

test('the diff of a file that holds no command is exact', async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'a.yaml'), manifest('a', '--kubelet-https=false # \u00a0b'));
  const { stdout } = await runBin(['fix', 'a.yaml'], { cwd: directory });
  expect(stdout).toContain('--kubelet-https=false # \u00a0b');
});
