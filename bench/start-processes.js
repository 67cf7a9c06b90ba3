import { readdirSync } from 'node:fs';
import { API_SERVER_FLAGS } from './api-server-flags.js';
import { startOnLifeline } from './start-on-lifeline.js';

/** A shell that forks itself, without another program, and whose forks all wait for the end of one pipe. */
const FORK = 'i=1; while [ $i -lt $0 ]; do read _ <&3 & i=$((i+1)); done; echo; read _ <&3; wait';

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

/** Node takes its program from standard input where the first argument is empty; the others are then the program's. */
const WAIT = 'console.log(); require("node:fs").readSync(3, Buffer.alloc(1));';

/**
 * Starts sleeping processes on a lifeline, one of them an API server that passes. All of them name the process of the
 * benchmark in their arguments, as kubelet-https-audit-bench-PID.
 *
 * @param {number} count
 * @param {{ signal: AbortSignal }} options
 * @returns {Promise<{ stop: () => Promise<void> }>}
 */
export async function startProcesses(count, { signal }) {
  const mark = `--state=/run/kubelet-https-audit-bench-${process.pid}`;
  const started = [
    await startOnLifeline(process.execPath, ['', ...API_SERVER_FLAGS, mark], {
      argv0: 'kube-apiserver',
      input: WAIT,
      signal,
    }),
  ];
  let missing = count - 1;
  for (const [index, line] of COMMAND_LINES.entries()) {
    const share = Math.ceil(missing / (COMMAND_LINES.length - index));
    if (share === 0) break;
    started.push(await startOnLifeline('sh', ['-c', FORK, String(share), ...line, mark], { signal }));
    missing -= share;
  }
  return {
    stop: async () => {
      await Promise.all(started.map(({ end }) => end()));
    },
  };
}

/** The processes that are really there, kernel threads included. @returns {number} */
export function countProcesses() {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
}
