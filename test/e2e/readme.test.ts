import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EXIT_STATUSES } from '../../src/terminal/exit-status.ts';
import { evaluateKubeletHttps } from '../../src/audit/control/evaluate-kubelet-https.ts';
import { parseFlags } from '../../src/audit/flags/parse-flags.ts';
import { toArguments } from '../../src/model/argument.ts';
import { REPORTS } from '../../src/reporters/index.ts';
import { INPUT_FORMATS } from '../../src/sources/files/inputs.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { COMMAND, REPOSITORY, runBin } from '../support/run-bin.ts';

const readme = readFileSync(join(REPOSITORY, 'README.md'), 'utf8');

/** What the tests themselves are started with, and what needs a registry; package.test.ts runs the rest of these. */
const NPM_BLOCKS = [
  'npm ci && npm run demo',
  'npm ci && npm run pack\nnpm install --global ./kubelet-https-audit-0.1.0.tgz',
  'npm ci && npm run build:binary',
  'npm ci && npm test',
];

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)\n\`\`\`$`, 'gms'))].map(
    (match) => match[1] ?? '',
  );
}

function tableAfter(text: string): string[][] {
  const [, after = ''] = readme.split(text);
  const [table = ''] = /^\|[\s\S]*?\n\n/m.exec(after) ?? [];
  const rows = table.trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The session that repairs a host is played in test/control-plane. */
const SESSIONS = blocks('console').filter((block) => !block.includes('fix --write'));

/** A directory for PATH in which the tool audits a failing host of the tests instead of this one. */
function programs(): string {
  const root = hostTree([
    { pid: 1, cmdline: ['/sbin/init'] },
    {
      pid: 4242,
      cmdline: [
        'kube-apiserver',
        '--advertise-address=10.0.0.1',
        '--etcd-servers=https://127.0.0.1:2379',
        '--secure-port=6443',
        '--token-auth-file=/etc/kubernetes/tokens.csv',
        '--kubelet-https=false',
      ],
      exe: '/usr/local/bin/kube-apiserver',
      uid: 0,
    },
  ]);
  const directory = temporaryDirectory();
  const write = (name: string, script: string) => {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  };
  write('sudo', 'exec "$@"');
  write('ssh', 'shift; exec "$@"');
  write(
    'kubelet-https-audit',
    `for a; do if [ "$a" = - ] || [ -e "$a" ]; then exec ${COMMAND.join(' ')} "$@"; fi; done; exec ${COMMAND.join(' ')} --root ${root} "$@"`,
  );
  return directory;
}

/** A working tree with a manifest that fails. */
function repositoryOfAUser(): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'deploy'));
  const manifest = join(REPOSITORY, 'test/fixtures/files/workload/kubeadm-fail.yaml');
  cpSync(manifest, join(directory, 'deploy', 'kube-apiserver.yaml'));
  symlinkSync(join(REPOSITORY, 'test'), join(directory, 'test'));
  return directory;
}

/** The commands of a CI job: what is under `run` and `script`, however deep. */
function commandsOf(job: unknown): string[] {
  if (typeof job !== 'object' || job === null) return [];
  return Object.entries(job).flatMap(([key, value]) =>
    ['run', 'script'].includes(key) ? [value].flat() : commandsOf(value),
  );
}

function bash(script: string) {
  const env = { PATH: `${programs()}:${process.env.PATH}` };
  return spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8', env, cwd: repositoryOfAUser() });
}

const hasJq = spawnSync('jq', ['--version']).status === 0;

const jobs = blocks('yaml').map((block) => parse(block));
const commands = jobs.flatMap(commandsOf);

describe('README', () => {
  test.for(SESSIONS)('shows what really happens: %s', (block, { skip }) => {
    skip(block.includes('| jq') && !hasJq, 'jq is not installed');
    const commands = [...block.matchAll(/^\$ (.*)$/gm)].map((match) => match[1] ?? '');
    const script = commands
      .map((command) => `echo '$ '${quote(command)}; (exit $s); ${command}; s=$?`)
      .join('\n');
    const { stdout, stderr } = bash(`s=0\n${script}`);
    expect(stdout + stderr).toBe(`${block}\n`);
  });

  test('has scripts that run', () => {
    const scripts = blocks('sh').filter((block) => !NPM_BLOCKS.includes(block));
    const [condition = '', reports = '', repository = '', ...others] = scripts;
    expect(others).toEqual([]);
    expect(bash(`git init -q . && ${repository}; kubelet-https-audit deploy/`).stdout).toMatch(
      /^--- a\/deploy[\s\S]*\nPASS/,
    );
    expect(bash(condition).stdout).toBe('not compliant, or could not tell: status 1\n');
    expect(bash(`${reports}; ls audit.*`).stdout).toMatch(/^FAIL[\s\S]*\naudit\.html\naudit\.prom\n$/);
  });

  test('shows every report, and pictures that are there', () => {
    expect(tableAfter('## Reports').map(([name]) => name?.replaceAll('`', ''))).toEqual(
      expect.arrayContaining(Object.keys(REPORTS)),
    );
    const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
    expect(pictures).toHaveLength(2);
    for (const path of pictures) {
      expect(readFileSync(join(REPOSITORY, path)).subarray(1, 4).toString()).toBe('PNG');
    }
  });

  test('has a CI step that runs, and does not pass when there is no list', () => {
    const [command = ''] = commands.filter((text) => text.startsWith('ssh '));
    expect([0, 1, 2, 3]).toContain(bash(command).status);
    expect(bash(command.replace('ps -efww', 'false')).status).toBe(2);
  });

  test('has CI jobs that fail for a failing manifest', () => {
    const audits = commands.filter((text) => text.startsWith('kubelet-https-audit '));
    expect(audits).toHaveLength(2);
    for (const audit of audits) expect(bash(audit).status).toBe(1);
    const others = commands.filter((text) => !/^(ssh|kubelet-https-audit) /.test(text));
    expect(new Set(others)).toEqual(new Set(['npm install --global ./kubelet-https-audit-0.1.0.tgz']));
  });

  test('has a hook for pre-commit that is there', () => {
    const [hook] = parse(readFileSync(join(REPOSITORY, '.pre-commit-hooks.yaml'), 'utf8'));
    expect(jobs.some((job) => job.repos?.[0].hooks[0].id === hook.id)).toBe(true);
    expect(bash(hook.entry).status).toBe(1);
    expect(bash(`rm -r deploy; ${hook.entry}`).status).toBe(0);
  });

  test('has no command that no test knows', () => {
    expect(blocks('sh')).toEqual(expect.arrayContaining(NPM_BLOCKS));
    expect(readFileSync(join(REPOSITORY, '.ci', 'run'), 'utf8')).toContain('npm ci && npm test');
    expect(
      [...readme.matchAll(/^```(\w*)/gm)]
        .map(([, language]) => language)
        .filter(Boolean)
        .sort(),
    ).toEqual(
      [
        ...blocks('console').map(() => 'console'),
        ...blocks('sh').map(() => 'sh'),
        ...blocks('yaml').map(() => 'yaml'),
      ].sort(),
    );
  });

  test('says of every argument list what the audit says', () => {
    const rows = tableAfter('116 argument lists:');
    expect(rows.length).toBeGreaterThan(5);
    for (const [args = '', verdict = ''] of rows) {
      const spellings = [...args.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
      const lists = args.startsWith('no ')
        ? [[]]
        : spellings.map((text) => (text.startsWith('=') ? [`--kubelet-https${text}`] : split(text)));
      for (const list of lists) {
        const circumstances = { release: undefined, boundaries: 'kept' } as const;
        const { status, warnings } = evaluateKubeletHttps(parseFlags(toArguments(list)), circumstances);
        expect({ list, verdict: status }).toEqual({ list, verdict: /^\w+/.exec(verdict)?.[0] });
        const [, code] = /warning `([\w-]+)`/.exec(verdict) ?? [];
        if (code) expect(warnings.map((warning) => warning.code)).toContain(code);
      }
    }
  });

  test('has the exit statuses of the tool', () => {
    expect(tableAfter('### Exit status').map(([status, meaning]) => [Number(status), meaning])).toEqual(
      Object.values(EXIT_STATUSES)
        .map(({ status, meaning }) => [status, meaning.replace(';', ',')])
        .sort(),
    );
  });

  test('has every format of a file', () => {
    const named = tableAfter('whatever its name:').map(([name = '']) => name.replaceAll('`', ''));
    expect(named.sort()).toEqual([...INPUT_FORMATS].sort());
  });

  test('has every option and format', async () => {
    const { stdout } = await runBin(['--help']);
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option);
    expect(options.length).toBeGreaterThan(8);
    expect(options.filter((option) => option !== '--version' && !readme.includes(option))).toEqual([]);
  });
});

/** The arguments of a row of the table, whose quotes are those of a shell only inside an argument with blanks. */
function split(text: string): string[] {
  const quoted = /^(--[\w-]+=)"(.* .*)"$/.exec(text);
  return quoted ? [`${quoted[1]}${quoted[2]}`] : text.split(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
