import { execFileSync, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST } from './make-files.js';

/** Forks that keep the arguments of this shell, and wait for a pipe that nobody writes to. */
const FORK = 'i=0; while [ $i -lt $0 ]; do read _ <>"$1" & i=$((i+1)); done';

const ID = '3f6c1f0a9d5b4e7c8a2d';

/** What the processes of a node look like, after the script they are made with. */
const COMMAND_LINES = [
  `/usr/bin/containerd-shim-runc-v2 -namespace k8s.io -id ${ID} -address /run/containerd/containerd.sock`,
  '/coredns -conf /etc/coredns/Corefile -dns.port 1053',
  '/usr/local/bin/kube-proxy --config=/var/lib/kube-proxy/config.conf --hostname-override=node-17',
  'postgres: checkpointer --config-file=/var/lib/postgresql/data/postgresql.conf',
  '/usr/lib/jvm/java-21/bin/java -Xmx2g -XX:+UseG1GC -jar /srv/orders.jar --spring.profiles.active=production',
  'nginx: worker process -c /etc/nginx/nginx.conf',
  '/bin/node_exporter --path.rootfs=/host --collector.filesystem.ignored-mount-points=^/(dev|proc|sys)',
  '/usr/bin/python3 -m gunicorn shop.wsgi:application --bind 0.0.0.0:8000 --workers 4',
].map((line) => line.split(' '));

/**
 * Starts sleeping processes until there are `count`, this one included; one is an API server that passes.
 *
 * @param {number} count
 * @param {string} directory
 * @returns {number} how many are API servers
 */
export function startProcesses(count, directory) {
  const pipe = join(directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const flags = MANIFEST.match(/(?<=- )--.*/g) ?? [];
  // Node.js, given an empty first argument, reads a program from its standard input: it waits for that.
  const server = spawn(process.execPath, ['', ...flags], {
    argv0: 'kube-apiserver',
    stdio: [openSync(pipe, 'r+'), 'ignore', 'ignore'],
  });
  // It ends with the namespace.
  server.unref();
  for (const [index, line] of COMMAND_LINES.entries()) {
    const share = Math.floor((count - 2 + index) / COMMAND_LINES.length);
    execFileSync('sh', ['-c', FORK, String(share), pipe, ...line], { stdio: 'ignore' });
  }
  return 1;
}
