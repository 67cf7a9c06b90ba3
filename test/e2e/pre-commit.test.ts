import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY } from '../support/run-bin.ts';

const FIXTURES = join(REPOSITORY, 'test/fixtures/files/workload');
const TAG = 'v0.1.0';
/** Milliseconds that npm may take to install what builds the tool. */
const INSTALLATION = 600_000;

/** Git as somebody who has configured nothing but a name. */
const ENV = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

function run(cwd: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...ENV, ...env },
    timeout: INSTALLATION,
  });
  return { status, output: `${stdout}${stderr}` };
}

/** A repository with these files, committed. */
function repository(from: string, paths: readonly string[], write?: (directory: string) => void): string {
  const directory = temporaryDirectory();
  for (const path of paths) {
    mkdirSync(join(directory, dirname(path)), { recursive: true });
    cpSync(join(from, path), join(directory, path), { verbatimSymlinks: true });
  }
  write?.(directory);
  expect(run(directory, 'git', ['init', '--quiet'])).toMatchObject({ status: 0 });
  run(directory, 'git', ['add', '--all', '--force']);
  expect(run(directory, 'git', ['commit', '--quiet', '--message', 'a'])).toMatchObject({ status: 0 });
  return directory;
}

describe('the hooks of pre-commit', () => {
  beforeEach(({ skip }) =>
    skip(spawnSync('pre-commit', ['--version']).status !== 0, 'pre-commit is not installed'),
  );

  test(
    'are installed from a tag of the repository, and run',
    () => {
      const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
        cwd: REPOSITORY,
        encoding: 'utf8',
      });
      const source = repository(REPOSITORY, stdout.split('\0').filter(Boolean));
      expect(run(source, 'git', ['tag', TAG])).toMatchObject({ status: 0 });
      const used = repository(FIXTURES, ['kubeadm-fail.yaml', 'kubeadm-pass.yaml'], (directory) => {
        writeFileSync(join(directory, 'other.yaml'), 'a: {{ .b }}\n');
        const hooks = ['kubelet-https-audit', 'kubelet-https-audit-tree'].map((id) => `    - id: ${id}\n`);
        const config = `repos:\n- repo: ${source}\n  rev: ${TAG}\n  hooks:\n${hooks.join('')}`;
        writeFileSync(join(directory, '.pre-commit-config.yaml'), config);
      });
      const home = temporaryDirectory();
      const hook = (...args: string[]) =>
        run(used, 'pre-commit', ['run', ...args], {
          HOME: home,
          PRE_COMMIT_HOME: join(home, 'pre-commit'),
          npm_config_cache: process.env.npm_config_cache ?? join(process.env.HOME ?? '', '.npm'),
          npm_config_prefer_offline: 'true',
          npm_config_audit: 'false',
        });

      const passing = hook('kubelet-https-audit', '--files', 'kubeadm-pass.yaml', 'other.yaml');
      expect(passing).toMatchObject({ status: 0, output: expect.stringMatching(/Passed/) });
      const failing = hook('kubelet-https-audit', '--all-files');
      expect(failing.output).toMatch(/Failed[\s\S]*exit code: 1[\s\S]*FAIL[\s\S]*kubeadm-fail\.yaml:\d+/);
      expect(failing.status).toBe(1);
      const tree = hook('kubelet-https-audit-tree', '--files', 'kubeadm-pass.yaml');
      expect(tree.output).toMatch(/Failed[\s\S]*exit code: 1[\s\S]*FAIL[\s\S]*kubeadm-fail\.yaml:\d+/);
      run(used, 'git', ['rm', '--quiet', 'kubeadm-fail.yaml']);
      expect(hook('--all-files')).toMatchObject({ status: 0 });
    },
    INSTALLATION,
  );
});
