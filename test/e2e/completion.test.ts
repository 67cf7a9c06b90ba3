import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FLEET_REPORTS } from '../../src/reporters/fleet/index.ts';
import { REPORTS } from '../../src/reporters/index.ts';
import { INPUT_FORMATS } from '../../src/sources/files/input-formats.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { InteractiveShell, PROMPT } from '../support/interactive-shell.ts';
import { runBin } from '../support/run-bin.ts';

const TOOL = 'kubelet-https-audit';
const TAB = '\t';

/** In place of the tool: prints the arguments that it was given. */
const STAND_IN = `printf '<%s>' "$@"; echo "[E""ND]"`;

const START: Readonly<Record<string, (directory: string) => { command: string; setup: string }>> = {
  bash: (directory) => ({
    command: `env PS1='${PROMPT}' bash --norc --noprofile -i`,
    setup: `source ${directory}/script; ${TOOL}() { ${STAND_IN}; }`,
  }),
  zsh: (directory) => ({
    command: `env PS1='${PROMPT}' zsh -f -i`,
    setup: `autoload -Uz compinit && compinit -u -d ${directory}/.dump; eval "$(cat ${directory}/script)"; ${TOOL}() { ${STAND_IN} }`,
  }),
  fish: (directory) => ({
    command: `fish --no-config -i -C "function fish_prompt; echo -n '${PROMPT}'; end"`,
    setup: `source ${directory}/script; function ${TOOL}; printf '<%s>' $argv; echo "[E""ND]"; end`,
  }),
};

/** The directory in which somebody types. */
function workingTree(): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'deploy', 'inner'), { recursive: true });
  for (const name of ['deploy/kube.yaml', 'deploy/two words.yaml', 'finding.json', 'zeta.txt', 'a:b=c.yaml'])
    writeFileSync(join(directory, name), '');
  return directory;
}

async function scriptFor(shell: string): Promise<string> {
  const { status, stdout, stderr } = await runBin(['completion', shell]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const TYPED: readonly (readonly [string, readonly string[], string])[] = [
  ['--form\tjson ', ['--format', 'json'], 'an option'],
  ['-f sar\t', ['-f', 'sarif'], 'a format'],
  ['--format=sar\t', ['--format=sarif'], 'a format after ='],
  ['--report sar\tzet\t', ['--report', 'sarif=zeta.txt'], 'a format and a file'],
  ['--report=sar\tzet\t', ['--report=sarif=zeta.txt'], 'both after ='],
  ['--root dep\tin\t', ['--root', 'deploy/inner/'], 'a directory'],
  ['--source pro\t--strict', ['--source', 'procfs', '--strict'], 'a source'],
  ['mer\t--max\t1h', ['merge', '--max-age', '1h'], 'a command and its option'],
  ['dep\tku\t', ['deploy/kube.yaml'], 'a file'],
  ['deploy/tw\t', ['deploy/two words.yaml'], 'a file with a blank'],
  ["'deploy/tw\t", ['deploy/two words.yaml'], 'a file in quotes'],
  ['--strict zet\t--allow-m\t', ['--strict', 'zeta.txt', '--allow-missing'], 'an option after a file'],
  ['fix zet\t--wr\t', ['fix', 'zeta.txt', '--write'], 'an option after a file of fix'],
  ['fix --backup-dir dep\t', ['fix', '--backup-dir', 'deploy/'], 'a directory of fix'],
  ['--host fix --stri\t', ['--host', 'fix', '--strict'], 'an option after a value that is no command'],
  ['completion zs\t', ['completion', 'zsh'], 'a shell'],
  ['help fi\t', ['help', 'fix'], 'the command that help is for'],
  ['-- zet\t', ['--', 'zeta.txt'], 'a file after --'],
];

const SHELLS = Object.keys(START);

/** A shell that has loaded the script, in a working tree of its own. */
async function start(shell: string): Promise<InteractiveShell> {
  const directory = workingTree();
  writeFileSync(join(directory, 'script'), await scriptFor(shell));
  const { command, setup } = START[shell]?.(directory) ?? { command: '', setup: '' };
  writeFileSync(join(directory, 'setup'), setup);
  const terminal = new InteractiveShell(command, directory);
  onTestFinished(() => terminal.close());
  await terminal.type(`. ./setup; rm setup script; echo "[SET""UP]"\n`, '[SETUP]');
  return terminal;
}

/** Where zsh writes a value after = and a directory without its slash, the meaning is the same. */
function asWords(printed: string): string {
  return printed.replace(/<(--[\w-]+)=/g, '<$1><').replaceAll('/>', '>');
}

/** What is offered after a line, and all that is printed of it. */
async function listed(shell: string, terminal: InteractiveShell, line: string) {
  const end = 'echo "[LI""ST]"\n';
  const keys = {
    bash: `${TOOL} ${line}${TAB}${TAB}\x15${end}`,
    zsh: `${TOOL} ${line}${TAB}\x15${end}`,
    fish: `echo "[FR""OM]"; complete -C '${TOOL} ${line}'; ${end}`,
  }[shell];
  const printed = await terminal.type(keys ?? '', '[LIST]');
  const rows = printed
    .slice(Math.max(0, printed.lastIndexOf('[FROM]')))
    .split('\n')
    .filter((row) => !/kubelet-https-audit( |$)|echo "|\[FROM\]/.test(row));
  const names = rows.map((row) => row.split(/ -- |\t/, 1).join());
  return { printed, offered: names.flatMap((row) => row.split(/\s+/)).filter((name) => /^\W*\w/.test(name)) };
}

const FILES = ['a:b=c.yaml', 'deploy/', 'finding.json', 'zeta.txt'];
const withSummary = (names: Readonly<Record<string, { summary: string }>>) =>
  Object.entries(names).map(([name, { summary }]) => ({ name, summary }));
const bare = (...names: readonly string[]) => names.map((name) => ({ name, summary: '' }));

const LISTS: readonly (readonly [string, readonly { name: string; summary: string }[]])[] = [
  ['--format ', withSummary(REPORTS)],
  ['merge -f ', withSummary(FLEET_REPORTS)],
  ['--input ', bare(...INPUT_FORMATS)],
  ['completion ', bare('bash', 'zsh', 'fish')],
  ['', bare('completion', 'explain', 'fix', 'merge', 'help', ...FILES)],
  ['--strict zeta.txt ', bare(...FILES)],
  ['merge ', bare(...FILES)],
  ['fix ', bare(...FILES)],
];

describe.each(SHELLS)('completion in %s', (shell) => {
  beforeEach(({ skip }) => skip(spawnSync(shell, ['--version']).status !== 0, `${shell} is not installed`));

  test('types what is left to type', async () => {
    const terminal = await start(shell);
    const typed: Record<string, string> = {};
    for (const [keys] of TYPED) {
      const printed = await terminal.type(`${TOOL} ${keys}\n`, '[END]');
      typed[keys] = asWords(printed.slice(printed.search(/<[^\n]*$/)));
    }
    const expected = TYPED.map(([keys, words]) => [keys, asWords(words.map((word) => `<${word}>`).join(''))]);
    expect(typed).toEqual(Object.fromEntries(expected));
  });

  test('offers every option of a command, and no other', async () => {
    const terminal = await start(shell);
    for (const command of ['', 'fix', 'merge', 'explain', 'completion']) {
      const { stdout } = await runBin([command, '--help'].filter((word) => word !== ''));
      const options = stdout.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)/gm);
      const expected = [...options].flatMap(([, ...names]) => names.filter((name) => name !== undefined));
      expect(expected.length).toBeGreaterThan(1);
      const { offered } = await listed(shell, terminal, `${command} -`);
      expect(new Set(offered.filter((word) => word.startsWith('-')))).toEqual(new Set(expected));
    }
  });

  test.each(LISTS)('offers what can stand after "%s"', async (line, expected) => {
    const { offered, printed } = await listed(shell, await start(shell), line);
    expect(new Set(offered)).toEqual(new Set(expected.map(({ name }) => name)));
    // bash shows no descriptions.
    for (const { summary } of shell === 'bash' ? [] : expected) expect(printed).toContain(summary);
  });
});
