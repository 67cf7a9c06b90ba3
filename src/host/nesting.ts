import type { Scan } from '../model/discovery.ts';
import type { Invocation, ProcessOrigin } from '../model/invocation.ts';

type Place = Pick<ProcessOrigin, 'cgroup' | 'pidNamespaces'>;

/** A kubelet of the host itself, of which nothing else is known. */
const SOME_KUBELET: Place = { pidNamespaces: 1 };

/**
 * Whether a kubelet may have started a process: its containers are at most one PID namespace deeper than itself, and in no
 * container that it is not in. What is unknown speaks against nothing: a cgroup namespace hides what is above it.
 */
function mayHaveStarted(kubelet: Place, { cgroup, pidNamespaces: depth }: Place): boolean {
  const { pidNamespaces: ownDepth } = kubelet;
  if (depth !== undefined && ownDepth !== undefined && depth > ownDepth + 1) return false;
  if (cgroup === undefined || kubelet.cgroup === undefined) return true;
  const around = cgroup.within ?? [];
  const own = containersOf(kubelet.cgroup);
  if (around.some((id) => !own.includes(id))) return false;
  // One that shares the PID namespace of the host may run its containers beside its own; another has them inside.
  const isContained = ownDepth !== undefined && ownDepth > 1;
  return !isContained || own.every((id) => around.includes(id));
}

/** The containers that a process is in, the outermost first. */
function containersOf({ within = [], containerId }: NonNullable<Place['cgroup']>): readonly string[] {
  return containerId === null ? within : [...within, containerId];
}

/** Whether one of the kubelets that read a directory may have started a process; without a known one, one of the host. */
export function mayAnyHaveStarted(kubelets: readonly Place[], origin: Place): boolean {
  return (kubelets.length > 0 ? kubelets : [SOME_KUBELET]).some((one) => mayHaveStarted(one, origin));
}

/** Whether a kubelet is of the host itself, and not of a cluster in one of its containers. */
export function isOfHost({ pidNamespaces = 1 }: Place): boolean {
  return pidNamespaces === 1;
}

/**
 * A scan in which processes that no kubelet of the host itself may have started say what they are nested in.
 *
 * @param kubelets those that may be believed
 */
export function withNesting(scan: Scan, kubelets: readonly ProcessOrigin[]): Scan {
  const ofHost = kubelets.filter(isOfHost);
  const itself = new Set(ofHost.flatMap(({ cgroup }) => (cgroup ? containersOf(cgroup) : [])));
  const nested = (invocation: Invocation): Invocation => {
    const { origin } = invocation;
    if (origin.kind !== 'process' || mayAnyHaveStarted(ofHost, origin)) return invocation;
    const nestedIn = (origin.cgroup?.within ?? []).filter((id) => !itself.has(id));
    return { ...invocation, origin: { ...origin, nestedIn } };
  };
  return { ...scan, invocations: scan.invocations.map(nested) };
}
