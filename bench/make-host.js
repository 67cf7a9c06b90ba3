import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, openSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MANIFEST } from './make-files.js';

/** Forks that keep the arguments of this shell, and wait for a pipe that nobody writes to. */
const FORK = 'i=0; while [ $i -lt $0 ]; do read _ <>"$1" & i=$((i+1)); done';

const KUBEADM = fileURLToPath(new URL('kubeadm', import.meta.url));

const KUBELET = [
  '--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf',
  '--kubeconfig=/etc/kubernetes/kubelet.conf',
  '--config=/var/lib/kubelet/config.yaml',
  '--network-plugin=cni',
  '--pod-infra-container-image=k8s.gcr.io/pause:3.2',
];

const ID = '3f6c1f0a9d5b4e7c8a2d';

/** Where the kubelet and its static pods are, as the kernel shows it. */
const KUBELET_CGROUP = '/system.slice/kubelet.service';
const POD_CGROUP = `/kubepods/burstable/pod${'c41f'.repeat(8)}/${'9b3e'.repeat(16)}`;

/** What the processes of a node look like, after the script they are made with. */
const COMMAND_LINES = [
  `/usr/bin/containerd-shim-runc-v2 -namespace k8s.io -id ${ID} -address /run/containerd/containerd.sock`,
  '/coredns -conf /etc/coredns/Corefile -dns.port 1053',
  '/usr/local/bin/kube-proxy --config=/var/lib/kube-proxy/config.conf --hostname-override=node-17',
  'etcd --advertise-client-urls=https://192.168.10.11:2379 --data-dir=/var/lib/etcd --name=cp-1',
  'kube-controller-manager --kubeconfig=/etc/kubernetes/controller-manager.conf --leader-elect=true',
  'postgres: checkpointer --config-file=/var/lib/postgresql/data/postgresql.conf',
  '/usr/lib/jvm/java-21/bin/java -Xmx2g -XX:+UseG1GC -jar /srv/orders.jar --spring.profiles.active=production',
  'nginx: worker process -c /etc/nginx/nginx.conf',
  '/bin/node_exporter --path.rootfs=/host --collector.filesystem.ignored-mount-points=^/(dev|proc|sys)',
  '/usr/bin/python3 -m gunicorn shop.wsgi:application --bind 0.0.0.0:8000 --workers 4',
].map((line) => line.split(' '));

/**
 * Makes a node of kubeadm out of this PID and mount namespace: its files, and sleeping processes until there are `count`,
 * this one included. To the tool it is a host. A control plane has the four manifests, and an API server that passes.
 *
 * @param {number} count
 * @param {boolean} isControlPlane
 * @param {string} directory
 * @returns {number} how many API servers it has
 */
export function makeHost(count, isControlPlane, directory) {
  mount('tmpfs', '/proc/1/ns', 'tmpfs');
  symlinkSync('pid:[4026531836]', '/proc/1/ns/pid');
  makeFiles(isControlPlane, directory);

  const pipe = join(directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const flags = MANIFEST.match(/(?<=- )--.*/g) ?? [];
  startNode('/usr/bin/kubelet', KUBELET, KUBELET_CGROUP, directory);
  if (isControlPlane) startNode('kube-apiserver', flags, POD_CGROUP, directory);
  const left = count - 1 - (isControlPlane ? 2 : 1);
  for (const [index, line] of COMMAND_LINES.entries()) {
    const share = Math.floor((left + index) / COMMAND_LINES.length);
    execFileSync('sh', ['-c', FORK, String(share), pipe, ...line], { stdio: 'ignore' });
  }
  return isControlPlane ? 1 : 0;
}

/** @param {boolean} isControlPlane @param {string} directory */
function makeFiles(isControlPlane, directory) {
  // What is in /etc stays there, or `ps` would not know the users.
  const [before, etc, lib] = ['before', 'etc', 'lib'].map((name) => join(directory, name));
  for (const made of [before, etc, lib]) mkdirSync(String(made));
  mount('/etc', String(before), '--bind');
  for (const name of readdirSync(String(before))) {
    if (name !== 'kubernetes') symlinkSync(join(String(before), name), join(String(etc), name));
  }
  mkdirSync(join(String(etc), 'kubernetes/manifests'), { recursive: true });
  if (isControlPlane)
    cpSync(join(KUBEADM, 'manifests'), join(String(etc), 'kubernetes/manifests'), { recursive: true });
  mkdirSync(join(String(lib), 'kubelet'));
  copyFileSync(join(KUBEADM, 'kubelet-config.yaml'), join(String(lib), 'kubelet/config.yaml'));
  mount(String(etc), '/etc', '--bind');
  mount(String(lib), '/var/lib', '--bind');
}

/**
 * Starts Node.js under another name: given an empty first argument, it reads a program from its standard input, and waits
 * for that. It ends with the namespace.
 *
 * @param {string} argv0
 * @param {readonly string[]} args
 * @param {string} cgroup
 * @param {string} directory
 */
function startNode(argv0, args, cgroup, directory) {
  const executable = join(directory, argv0.slice(argv0.lastIndexOf('/') + 1));
  const shown = `${executable}.cgroup`;
  writeFileSync(executable, '');
  mount(process.execPath, executable, '--bind');
  writeFileSync(shown, `0::${cgroup}\n`);
  const server = spawn(executable, ['', ...args], {
    argv0,
    stdio: [openSync(join(directory, 'pipe'), 'r+'), 'ignore', 'ignore'],
  });
  server.unref();
  mount(shown, `/proc/${server.pid}/cgroup`, '--bind');
}

/** @param {string} from @param {string} to @param {string} how `--bind`, or the type of a file system */
function mount(from, to, how) {
  const options = how === '--bind' ? [how] : ['-t', how];
  const { status, stderr } = spawnSync('mount', [...options, from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mount ${from} ${to}: ${stderr}`);
}
