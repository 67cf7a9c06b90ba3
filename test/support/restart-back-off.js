/**
 * How long a container that has ended waits before it is started again: not at all the first time, then 10 s, doubled
 * each time up to 5 min, and again from the start once it has run for twice as long as that. A kubelet looks whether the
 * time has come when it syncs the pod, and so may be later.
 * https://github.com/kubernetes/kubernetes/blob/v1.20.2/pkg/kubelet/kuberuntime/kuberuntime_manager.go (doBackOff)
 * https://github.com/kubernetes/kubernetes/blob/v1.20.2/staging/src/k8s.io/client-go/util/flowcontrol/backoff.go
 */
export class RestartBackOff {
  /** @type {Map<string, { duration: number, updatedAt: number }>} by pod uid */
  #entries = new Map();
  /** @type {number} */
  #first;
  /** @type {number} */
  #most;
  /** @type {() => number} */
  #now;

  /** @param {number} first @param {number} most @param {() => number} [now] milliseconds */
  constructor(first, most, now = () => performance.now()) {
    this.#first = first;
    this.#most = most;
    this.#now = now;
  }

  /**
   * Milliseconds until a container may be started; after 0 it counts as started.
   *
   * @param {string} uid of its pod
   * @param {number | undefined} finishedAt when it ended; undefined where none of this pod has
   */
  wait(uid, finishedAt) {
    if (finishedAt === undefined) return 0;
    const entry = this.#entries.get(uid);
    const last = entry !== undefined && finishedAt - entry.updatedAt <= 2 * this.#most ? entry : undefined;
    const left = last === undefined ? 0 : finishedAt + last.duration - this.#now();
    if (left > 0) return left;
    const duration = last === undefined ? this.#first : Math.min(2 * last.duration, this.#most);
    this.#entries.set(uid, { duration, updatedAt: this.#now() });
    return 0;
  }
}
