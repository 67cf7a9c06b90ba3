import { mkdirSync, mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRefused } from './refused-arguments.js';
import { RestartBackOff } from './restart-back-off.js';
import { startStandIn } from './stand-in.js';
import { StaticPods } from './static-pods.js';

/**
 * @typedef {import('./static-pods.js').StaticPod} StaticPod
 * @typedef {import('./stand-in.js').StandIn} StandIn
 *
 * @typedef {object} KubeletEvent
 * @property {number} at milliseconds, of performance.now()
 * @property {'start' | 'kill' | 'exit'} what a server runs, is asked to end, has ended
 * @property {string} uid of the pod
 * @property {string} file that the pod was read from
 * @property {number | undefined} pid undefined for a server that refuses its arguments
 *
 * @typedef {object} KubeletOptions milliseconds, where not said otherwise
 * @property {number} [relistEvery] fileCheckFrequency
 * @property {number} [grace] what a server takes to end
 * @property {number} [startsAfter] what a server takes to start
 * @property {number} [backOff] before the second restart of a server that ends by itself
 * @property {number} [maxBackOff]
 * @property {number} [minor] the release of kube-apiserver, 18 for 1.18: what it refuses to start with
 *
 * @typedef {{ pod: StaticPod, server?: StandIn, isTerminating: boolean }} Container
 */

/**
 * Plays the control plane of a host with real processes: a kubelet that watches a directory with these files, by their
 * names, and the servers that its static pods ask for.
 *
 * @param {Readonly<Record<string, string>>} files
 * @param {KubeletOptions} [options]
 */
export async function startSimulatedKubelet(files, options = {}) {
  const root = mkdtempSync(join(tmpdir(), 'control-plane-'));
  const directory = join(root, 'manifests');
  mkdirSync(directory);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const kubelet = new SimulatedKubelet(root, directory, options);
  await kubelet.start();
  return kubelet;
}

/** Each part says where the real one does the same; what it does with files is in static-pods.js. */
class SimulatedKubelet {
  /** @type {KubeletEvent[]} */
  log = [];
  /** @type {string[]} what a kubelet logs about files */
  errors = [];
  /** @type {string} */
  directory;
  /** @type {string} */
  manifest;
  /** @type {string} */
  #root;
  /** @type {Required<KubeletOptions>} */
  #options;
  /** @type {Map<string, StaticPod>} by pod name, as all that follow */
  #wanted = new Map();
  /** @type {Map<string, Container>} they run on while the kubelet does not */
  #containers = new Map();
  /** @type {Map<string, Promise<void>>} */
  #workers = new Map();
  /** @type {Map<string, NodeJS.Timeout>} */
  #retries = new Map();
  /** @type {Map<string, number>} by pod uid: when its container ended last, as the container runtime knows it */
  #finishedAt = new Map();
  /** @type {{ backOff: RestartBackOff, stop: () => Promise<void> } | undefined} */
  #running;
  #hostEnds = new AbortController();

  /** @param {string} root @param {string} directory @param {KubeletOptions} options */
  constructor(root, directory, options) {
    this.#root = root;
    this.directory = directory;
    this.manifest = join(directory, 'kube-apiserver.yaml');
    // https://github.com/kubernetes/kubernetes/blob/v1.20.2/pkg/kubelet/apis/config/v1beta1/defaults.go (20 s)
    // https://github.com/kubernetes/kubernetes/blob/v1.20.2/pkg/kubelet/kubelet.go (backOffPeriod, MaxContainerBackOff)
    const defaults = { relistEvery: 20_000, backOff: 10_000, maxBackOff: 300_000 };
    this.#options = { ...defaults, grace: 0, startsAfter: 0, minor: 18, ...options };
  }

  /** The process id of the server that runs for the pod with this full name. */
  pid(name = 'kube-apiserver-node_kube-system') {
    return this.#containers.get(name)?.server?.pid;
  }

  /** Starts the kubelet, which takes up the servers that run; ends when those it starts are up. */
  async start() {
    const { relistEvery, backOff, maxBackOff } = this.#options;
    const kubelet = await startStandIn('kubelet', [`--pod-manifest-path=${this.directory}`]);
    const pods = new StaticPods(this.directory, (message) => this.errors.push(message));
    const watcher = watch(this.directory, (_, name) => name !== null && this.#sync(pods.event(name)));
    const relist = setInterval(() => this.#sync(pods.relist()), relistEvery);
    const stop = async () => {
      watcher.close();
      clearInterval(relist);
      for (const retry of this.#retries.values()) clearTimeout(retry);
      await kubelet.stop();
    };
    this.#running = { backOff: new RestartBackOff(backOff, maxBackOff), stop };
    this.#sync(pods.relist());
    await Promise.all(this.#workers.values());
  }

  /** Stops the kubelet; the servers run on. */
  async stop() {
    const running = this.#running;
    this.#running = undefined;
    await running?.stop();
  }

  /** Ends everything. */
  async shutDown() {
    await this.stop();
    this.#hostEnds.abort();
    await Promise.all(this.#workers.values());
    await Promise.all([...this.#containers.values()].map(({ server }) => server?.stop()));
    rmSync(this.#root, { recursive: true, force: true });
  }

  /**
   * A pod is removed as soon as another uid is wanted by its name, though the old one should be wanted again before it has
   * ended: podStorage.merge.
   * https://github.com/kubernetes/kubernetes/blob/v1.20.2/pkg/kubelet/config/config.go
   *
   * @param {readonly StaticPod[]} pods
   */
  #sync(pods) {
    this.#wanted = new Map(pods.map((pod) => [pod.name, pod]));
    for (const [name, container] of this.#containers) {
      if (this.#wanted.get(name)?.uid !== container.pod.uid) container.isTerminating = true;
    }
    for (const name of [...this.#wanted.keys(), ...this.#containers.keys()]) this.#work(name);
  }

  /** @param {string} name */
  #work(name) {
    const before = this.#workers.get(name) ?? Promise.resolve();
    this.#workers.set(
      name,
      before.then(() => this.#syncPod(name)),
    );
  }

  /**
   * A static pod waits until the one with its name has terminated, and so at most one server runs: allowStaticPodStart.
   * (Before 1.22 the two may overlap.) Without a kubelet, nothing ends or begins.
   * https://github.com/kubernetes/kubernetes/blob/v1.27.0/pkg/kubelet/pod_workers.go
   *
   * @param {string} name
   */
  async #syncPod(name) {
    if (this.#running === undefined) return;
    const old = this.#containers.get(name);
    if (old?.isTerminating) await this.#kill(name, old);
    const pod = this.#wanted.get(name);
    if (pod === undefined || this.#containers.has(name) || this.#running === undefined) return;
    const wait = this.#running.backOff.wait(pod.uid, this.#finishedAt.get(pod.uid));
    if (wait === 0) return this.#start(name, pod);
    clearTimeout(this.#retries.get(name));
    this.#retries.set(
      name,
      setTimeout(() => this.#work(name), wait),
    );
  }

  /** @param {string} name @param {Container} container */
  async #kill(name, container) {
    this.#record('kill', container);
    await this.#pass(this.#options.grace);
    await container.server?.stop();
    this.#ended(name, container);
  }

  /** @param {string} name @param {StaticPod} pod */
  async #start(name, pod) {
    /** @type {Container} */
    const container = { pod, isTerminating: false };
    this.#containers.set(name, container);
    await this.#pass(this.#options.startsAfter);
    const [program = '', ...args] = pod.command;
    if (isRefused(args, this.#options.minor)) {
      this.#record('start', container);
      this.#ended(name, container);
      return this.#work(name);
    }
    const server = await startStandIn(basename(program), args);
    container.server = server;
    this.#record('start', container);
    server.exited.then(() => {
      if (container.isTerminating || this.#hostEnds.signal.aborted) return;
      this.#ended(name, container);
      this.#work(name);
    });
  }

  /** @param {string} name @param {Container} container */
  #ended(name, container) {
    this.#containers.delete(name);
    this.#finishedAt.set(container.pod.uid, performance.now());
    this.#record('exit', container);
  }

  /** @param {KubeletEvent['what']} what @param {Container} container */
  #record(what, { pod, server }) {
    this.log.push({ at: performance.now(), what, uid: pod.uid, file: pod.file, pid: server?.pid });
  }

  /** @param {number} time */
  async #pass(time) {
    const { signal } = this.#hostEnds;
    if (!signal.aborted) await sleep(time, undefined, { signal }).catch(() => undefined);
  }
}
