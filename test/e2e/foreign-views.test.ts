import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { COMMAND } from '../support/run-bin.ts';

const HOST = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const OWN_VIEW = ['unshare', '--user', '--map-root-user', '--mount'];
const RUNS = 7;

/** A PID namespace in which nothing runs but a failing server of root, what `more` starts, and audits, one a line. */
const SCRIPT = `
  mount -t tmpfs none /run && mkdir -p /run/systemd/system /run/cgroup
  "$DIR/kube-apiserver" '' --etcd-servers=x --kubelet-https=false <"$DIR/idle.js" &
  eval "$MORE"
  echo ready
  while read -r line; do "$@" -f json </dev/null >"$OUT"; echo "$?"; done
`;

/** Where the machine lets root make one, the processes are in the cgroup of a unit that the host has. */
const HOSTILE = `
  printf '[Service]\\nExecStart=/usr/local/bin/k3s server\\n' >/run/systemd/system/own-test.service
  own=/run/cgroup/own-test.service
  (
    mount -t cgroup2 none /run/cgroup && mkdir -p "$own" && sh -c 'echo "$PPID" >"$0/cgroup.procs"' "$own"
    exec ${[...AS_NOBODY, ...OWN_VIEW].join(' ')} sh "$DIR/hostile.sh"
  ) &
  until [ -e "$DIR/view/ready" ]; do sleep 0.1; done
`;

/** In a mount namespace of another user: drop-ins of units and of k3s, large files full of aliases, many names. */
const HOSTILE_VIEW = `
  mount -t tmpfs none /etc
  k3s=/etc/rancher/k3s/config.yaml.d
  unit=/etc/systemd/system/own-test.service
  mkdir -p "$k3s" "$unit.d"
  seq 5000 | sed 's/.*/- \\&a& x\\n- *a&/' >/etc/aliases
  for i in $(seq 300); do cp /etc/aliases "$k3s/$i.yaml"; done
  printf '[Service]\\nExecStart=/usr/local/bin/k3s server ' >"$unit"
  for i in $(seq 60000); do printf '{,'; done >>"$unit"
  for i in $(seq 200); do cp "$unit" "$unit.d/$i.conf"; done
  seq 20000 | (cd "$k3s" && xargs touch)
  "$DIR/k3s" '' server <"$DIR/idle.js" &
  "$DIR/kubelite" '' --apiserver-args-file=/etc/aliases <"$DIR/idle.js" &
  "$DIR/kube-apiserver" '' --openshift-config=/etc/aliases <"$DIR/idle.js" &
  echo >"$DIR/view/ready"
  wait
`;

interface Host {
  /** Audits it; how long that took in milliseconds. */
  audit(): Promise<number>;
  readonly status: () => string;
  readonly report: () => JsonReport;
}

async function startHost(directory: string, more: string): Promise<Host> {
  const out = join(temporaryDirectory(), 'report.json');
  const [unshare = '', ...args] = [...HOST, 'sh', '-c', SCRIPT, 'sh', ...COMMAND];
  const host = spawn(unshare, args, {
    env: { PATH: process.env.PATH, DIR: directory, OUT: out, MORE: more },
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
  });
  const exited = once(host, 'exit');
  onTestFinished(async () => {
    host.kill('SIGKILL');
    await exited;
  });
  const lines = createInterface(host.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  let status = '';
  return {
    async audit() {
      const start = performance.now();
      host.stdin.write('\n');
      status = (await lines.next()).value;
      return performance.now() - start;
    },
    status: () => status,
    report: () => parseReport(readFileSync(out, 'utf8')),
  };
}

test('hostile files of another user cost root an unknown each, and hardly any time', async ({ skip }) => {
  skip(process.platform !== 'linux', 'namespaces are Linux');
  skip(process.getuid?.() !== 0, 'only root may make a PID namespace and become another user');
  const tried = [
    [...HOST, 'true'],
    [...AS_NOBODY, ...OWN_VIEW, 'true'],
  ].map(([command = '', ...args]) => spawnSync(command, args));
  const refused = tried.find(({ status }) => status !== 0);
  skip(refused !== undefined, `this machine does not let it: ${refused?.stderr ?? refused?.error}`);

  const directory = temporaryDirectory();
  chmodSync(directory, 0o755);
  for (const name of ['kube-apiserver', 'k3s', 'kubelite'])
    symlinkSync(process.execPath, join(directory, name));
  writeFileSync(join(directory, 'idle.js'), 'setInterval(() => {}, 1000);');
  writeFileSync(join(directory, 'hostile.sh'), HOSTILE_VIEW);
  const view = join(directory, 'view');
  spawnSync('install', ['-d', '-m', '777', view]);

  const quiet = await startHost(directory, '');
  const hostile = await startHost(directory, HOSTILE);
  const times = { quiet: [] as number[], hostile: [] as number[] };
  for (let run = 0; run < RUNS; run += 1) {
    times.quiet.push(await quiet.audit());
    times.hostile.push(await hostile.audit());
    expect([quiet.status(), hostile.status()]).toEqual(['1', '1']);
  }

  const found = hostile.report().findings.map(({ status, target, reason }: JsonReport) => ({
    status,
    uid: target.uid,
    program: target.program,
    reason,
  }));
  const reason = 'its files exceed the limit for a process of another user';
  expect(found).toMatchObject([
    { status: 'fail', uid: 0 },
    // On a machine without cgroups of version 2 it has no unit, so that none of its files is read.
    { status: 'unknown', uid: 65534, program: 'k3s server' },
    { status: 'unknown', uid: 65534, program: 'kubelite', reason },
    { status: 'unknown', uid: 65534, program: 'kube-apiserver', reason },
  ]);
  // Without the limits it takes minutes, with them a quarter more; a busy machine can double that.
  expect(Math.min(...times.hostile) / Math.min(...times.quiet)).toBeLessThan(5);
});
