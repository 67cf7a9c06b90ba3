import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startStandIn } from './stand-in.js';

const BETWEEN_LOOKS = 100;

/**
 * @typedef {object} StandInKubelet
 * @property {string} manifest the path of the manifest it watches
 * @property {() => number | undefined} pid of the API server that runs
 * @property {() => Promise<void>} stop
 */

/**
 * Plays the kubelet of a control plane with real processes: one by its name, which tells where the static pods are, and a
 * kube-apiserver with the arguments of the manifest there, which is stopped and started again whenever those change. Like
 * kube-apiserver, it does not start with a flag that is not a bool.
 *
 * @param {string} text the manifest
 * @param {{ restartsAfter?: number, isRestarting?: () => boolean }} [options] milliseconds; whether it looks at the file
 * @returns {Promise<StandInKubelet>}
 */
export async function startStandInKubelet(text, { restartsAfter = 0, isRestarting = () => true } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'control-plane-'));
  const directory = join(root, 'manifests');
  mkdirSync(directory);
  const manifest = join(directory, 'kube-apiserver.yaml');
  writeFileSync(manifest, text);
  const kubelet = await startStandIn('kubelet', [`--pod-manifest-path=${directory}`]);
  /** @type {import('./stand-in.js').StandIn | undefined} */
  let server;
  let running = '';
  let isStopped = false;

  async function look() {
    const { command } = parse(readFileSync(manifest, 'utf8')).spec.containers[0];
    const wanted = JSON.stringify(command);
    if (wanted === running || (running !== '' && !isRestarting())) return;
    await server?.stop();
    server = undefined;
    running = wanted;
    const isRefused = command.some((/** @type {string} */ argument) =>
      /^--kubelet-https=[^tf]/.test(argument),
    );
    if (isRefused) return;
    await new Promise((resolve) => setTimeout(resolve, restartsAfter));
    server = await startStandIn('kube-apiserver', command.slice(1));
  }

  async function watch() {
    while (!isStopped) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
    }
  }

  await look();
  const watching = watch();
  return {
    manifest,
    pid: () => server?.pid,
    stop: async () => {
      isStopped = true;
      await watching;
      await server?.stop();
      await kubelet.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
