import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { BLOCKS } from '../support/documents.ts';
import { EXECUTABLE, REPOSITORY } from '../support/run-bin.ts';
import { runSteps, type Session } from '../support/run-steps.ts';

const OWN_HOSTS = fileURLToPath(new URL('../support/own-hosts.sh', import.meta.url));

/** The block of docs/fleets.md that begins so. */
function documented(beginning: string): string {
  const [block, ...others] = BLOCKS.filter(({ text }) => text.startsWith(beginning));
  if (!block || others.length > 0) throw new Error(`not one block begins with ${beginning}`);
  return block.text;
}

/** What is done, one after the other, on a machine that reaches three hosts of four. */
const STEPS = {
  check: 'play --check; ssh cp-1 ls /usr/local/bin',
  ready: 'play "--check --limit cp-1"',
  foreign: 'play "--limit cp-1 -e ansible_python_interpreter=$PWD/python32"; ssh cp-1 ls /usr/local/bin',
  first: `run '${documented('ansible-playbook ')}'`,
  fleet:
    'jq -r ".exitStatus, (.reports[] | [.cluster, .host, .status, .reason] | @tsv)" deploy/ansible/results/fleet.json',
  again: 'play',
  one: 'play "--limit cp-1"',
  none: 'play "--limit cp-4"',
  broken: `play "--limit cp-1 -e '{kubelet_https_audit_options: [--no-such-option]}'"`,
  ssh: `before reports/cp-4.json; run '${documented('mkdir -p reports\nwhile')}'`,
  pssh: `before reports/cp-4; run '${documented('rm -rf reports\nparallel-ssh')}'`,
  clush: `before reports/cp-4; run '${documented('rm -rf reports && mkdir reports\nclush')}'`,
};

const PREPARE = `
export ANSIBLE_REMOTE_TMP=/run/ansible ANSIBLE_NOCOLOR=1 ANSIBLE_PYTHON_INTERPRETER=/usr/bin/python3
# Without compression, which takes longer than this network.
export ANSIBLE_SSH_ARGS='-o ControlMaster=auto -o ControlPersist=60s'
# Ansible does not run on the pipes of Node.js.
run() {
  sh -c "$1" </dev/null >output 2>&1
  echo "status $?" >>output && cat output
}
play() {
  run "ansible-playbook -i hosts.yml deploy/ansible/audit.yml $1"
}
# The report of a run before, of a host that is silent now.
before() {
  rm -rf reports && mkdir reports && ssh cp-1 kubelet-https-audit --format json --host cp-4 >"$1"
}
printf 'cp-%s\\n' 1 2 3 4 >hosts.txt
printf '#!/bin/sh\\nexec linux32 /usr/bin/python3 "$@"\\n' >python32 && chmod +x python32
`;

describe('on three hosts and one that refuses connections', () => {
  let session: Session = { printed: new Map() };

  beforeAll(() => {
    if (!EXECUTABLE || inject('WITHOUT_NAMESPACES') !== undefined) return;
    const directory = mkdtempSync(join(tmpdir(), 'fleet-test-'));
    const inDirectory = (...path: string[]) => join(directory, ...path);
    for (const name of ['build', 'bin']) mkdirSync(inDirectory(name));
    cpSync(join(REPOSITORY, 'deploy', 'ansible'), inDirectory('deploy', 'ansible'), { recursive: true });
    symlinkSync(EXECUTABLE, inDirectory('build', basename(EXECUTABLE)));
    symlinkSync(EXECUTABLE, inDirectory('bin', 'kubelet-https-audit'));
    copyFileSync(process.execPath, inDirectory('kube-apiserver'));
    writeFileSync(inDirectory('hosts.yml'), documented('control_plane:'));
    const env = {
      KUBE_APISERVER: inDirectory('kube-apiserver'),
      PATH: `${inDirectory('bin')}:${process.env.PATH}`,
    };
    session = runSteps([OWN_HOSTS, 'env', '-C', directory], PREPARE, STEPS, env);
    rmSync(directory, { recursive: true });
  });

  beforeEach(({ skip }) => {
    skip(!EXECUTABLE, 'npm run test:binary tests it');
    skip(session.impossible !== undefined, session.impossible);
  });

  const FLEET = /4 hosts: 1 failed, 1 unknown, 2 passed; 1 missing/;

  test.for<{ step: keyof typeof STEPS; expected: RegExp; why: string; needs: string }>([
    {
      step: 'check',
      needs: 'ansible',
      expected: /changed: \[cp-1][\s\S]*hosts would be missing: cp-4"[\s\S]*status 2\nsudo$/,
      why: 'only says what it would do, and fails if a host would be missing',
    },
    {
      step: 'ready',
      needs: 'ansible',
      expected: /changed: \[cp-1][\s\S]*failed=0[\s\S]*status 0$/,
      why: 'can be checked without a failure',
    },
    {
      step: 'foreign',
      needs: 'ansible',
      expected:
        /there is no \S+-linux-\w+, and the host is \w+"[\s\S]*1 host: 1 unknown; 1 missing[\s\S]*status 2\nsudo$/,
      why: 'copies nothing to a host for which there is no executable',
    },
    { step: 'first', needs: 'ansible', expected: FLEET, why: 'ends with the result of the fleet' },
    {
      step: 'first',
      needs: 'ansible',
      expected: /status of the fleet is 1; .* kubelet-https-audit merge \S+\/results\/fleet\.json"/,
      why: 'says its exit status, and what ends with it',
    },
    {
      step: 'first',
      needs: 'ansible',
      expected: /status 1$/,
      why: 'has its exit status from the merged report',
    },
    {
      step: 'fleet',
      needs: 'ansible',
      expected:
        /^1\nprod-eu-1\tcp-1\tpass\t\nprod-eu-1\tcp-2\tfail\t\nprod-eu-1\tcp-3\tpass\t\nprod-eu-1\tcp-4\tunknown\tmissing$/,
      why: 'has each host in its merged report',
    },
    {
      step: 'again',
      needs: 'ansible',
      expected: /(cp-\d .* changed=0 .*\n){4}\nstatus 2$/,
      why: 'changes nothing the second time',
    },
    {
      step: 'one',
      needs: 'ansible',
      expected: /1 host: 1 passed[\s\S]*\nstatus 0$/,
      why: 'passes where all pass',
    },
    {
      step: 'none',
      needs: 'ansible',
      expected: /1 host: 1 unknown; 1 missing[\s\S]*\nstatus 2$/,
      why: 'merges where all are missing',
    },
    {
      step: 'broken',
      needs: 'ansible',
      expected: /unknown option[\s\S]*1 host: 1 unknown; 1 missing/,
      why: 'says why there is no report',
    },
    {
      step: 'ssh',
      needs: 'ssh',
      expected: /cp-4: status 255\n[\s\S]*1 missing(, 2 with warnings)?(; 1 problem)?\nstatus 1$/,
      why: 'is merged, and no report of a run before',
    },
    {
      step: 'pssh',
      needs: 'parallel-ssh',
      expected: /1 failed, 1 unknown, 2 passed; 1 missing(, 2 with warnings)?(; 1 problem)?\nstatus 1$/,
      why: 'is merged, and no report of a run before',
    },
    {
      step: 'clush',
      needs: 'clush',
      expected: /1 failed, 1 unknown, 2 passed; 1 missing(, 2 with warnings)?(; 1 problem)?\nstatus 1$/,
      why: 'is merged, and no report of a run before',
    },
  ])('$needs: $why ($step)', ({ step, expected, needs }, { skip }) => {
    skip(spawnSync('sh', ['-c', `command -v ${needs}`]).status !== 0, `${needs} is not installed`);
    expect(session.printed.get(step)).toMatch(expected);
  });

  test('ansible-lint has nothing to say about the role', ({ skip }) => {
    const paths = ['audit.yml', 'roles/kubelet_https_audit'];
    const { error, status, stdout } = spawnSync('ansible-lint', ['--offline', '--nocolor', ...paths], {
      cwd: join(REPOSITORY, 'deploy', 'ansible'),
      encoding: 'utf8',
    });
    skip(error !== undefined, 'ansible-lint is not installed');
    expect({ status, stdout: status === 0 ? '' : stdout }).toEqual({ status: 0, stdout: '' });
  });
});
