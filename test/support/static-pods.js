import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { parseAllDocuments } from 'yaml';

/**
 * @typedef {object} StaticPod
 * @property {string} name its full name: where two files have the same, they describe one pod
 * @property {string} uid
 * @property {string} file
 * @property {readonly string[]} command of its first container, with the arguments
 */

const NODE = 'node';

/**
 * The static pods of a directory as a kubelet knows them: what its relist and the events of inotify have put into its
 * store, which is keyed by pod name and not by file. Each method returns the pods that the kubelet then wants to run.
 * https://github.com/kubernetes/kubernetes/blob/v1.20.2/pkg/kubelet/config/file.go
 * https://github.com/kubernetes/kubernetes/blob/v1.20.2/pkg/kubelet/config/file_linux.go
 */
export class StaticPods {
  /** @type {Map<string, StaticPod>} by pod name */
  #store = new Map();
  /** @type {Map<string, string>} the pod name that was read last from a file */
  #nameIn = new Map();
  /** @type {string} */
  #directory;
  /** @type {(message: string) => void} */
  #report;

  /** @param {string} directory @param {(message: string) => void} report */
  constructor(directory, report) {
    this.#directory = directory;
    this.#report = report;
  }

  /**
   * Reads all files again: listConfig, extractFromDir. In sort order, so that the last file of a pod counts. A file that
   * is no pod is left out, and so its pod ends; where no pod is left at all, the store keeps what it had.
   */
  relist() {
    const names = readdirSync(this.#directory).filter((name) => !name.startsWith('.'));
    const pods = names.sort(byBytes).flatMap((name) => this.#readIfFile(join(this.#directory, name)) ?? []);
    if (pods.length === 0) return [];
    this.#store = new Map(pods.map((pod) => [pod.name, pod]));
    return this.#wanted();
  }

  /**
   * Takes up one event: produceWatchEvent, consumeWatchEvent. The file of the event decides about its pod, whatever other
   * file describes it; a file that is no pod changes nothing.
   *
   * inotify tells a file that came from one that went. Node does not, so this looks: a file that goes and comes back
   * between two looks has only come, where a kubelet would end its pod and start it again.
   *
   * @param {string} name of the file
   */
  event(name) {
    const file = join(this.#directory, name);
    if (name.startsWith('.')) return this.#wanted();
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) {
      const pod = this.#read(file);
      if (pod !== undefined) this.#store.set(pod.name, pod);
      return this.#wanted();
    }
    const podName = this.#nameIn.get(file);
    // The name is forgotten only with the pod.
    if (podName !== undefined && this.#store.delete(podName)) this.#nameIn.delete(file);
    return this.#wanted();
  }

  #wanted() {
    return [...this.#store.values()];
  }

  /** @param {string} file */
  #readIfFile(file) {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isFile()) return this.#read(file);
    this.#report(`Manifest path ${file} is not a file`);
    return undefined;
  }

  /** @param {string} file */
  #read(file) {
    try {
      const pod = readStaticPod(file);
      this.#nameIn.set(file, pod.name);
      return pod;
    } catch (error) {
      this.#report(`Can't process manifest file ${file}: ${error}`);
      return undefined;
    }
  }
}

/**
 * The pod in a file, whose uid is a hash of what was parsed, of the path and of the node; an error for any other file.
 * https://github.com/kubernetes/kubernetes/blob/v1.20.2/pkg/kubelet/config/common.go
 *
 * @param {string} file
 * @returns {StaticPod}
 */
export function readStaticPod(file) {
  const [document] = parseAllDocuments(readFileSync(file, 'utf8'), { version: '1.1' });
  const [error] = document?.errors ?? [];
  if (error !== undefined) throw error;
  const pod = document?.toJS();
  const containers = pod?.spec?.containers ?? [];
  const isPod = pod?.kind === 'Pod' && pod.apiVersion === 'v1' && pod.metadata?.name && containers.length > 0;
  if (!isPod) throw new Error("couldn't parse as pod, please check manifest file");
  for (const { name, image } of containers) {
    if (!name || !image) throw new Error('invalid pod: a container needs a name and an image');
  }
  const content = inspect(pod, { depth: null, sorted: true, maxArrayLength: null, maxStringLength: null });
  const [{ command = [], args = [] }] = containers;
  return {
    name: `${pod.metadata.name}-${NODE}_${pod.metadata.namespace ?? 'default'}`,
    uid: createHash('md5').update(`host:${NODE}file:${file}${content}`).digest('hex'),
    file,
    command: [...command, ...args],
  };
}

/** @param {string} one @param {string} other */
function byBytes(one, other) {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
