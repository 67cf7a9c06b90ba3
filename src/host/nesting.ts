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
  const own = containersOf(kubelet.cgroup);
  return (cgroup.within ?? []).every((id) => own.includes(id));
}

/** The containers that a process is in, the outermost first. */
function containersOf({ within = [], containerId }: NonNullable<Place['cgroup']>): readonly string[] {
  return containerId === null ? within : [...within, containerId];
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
  const possible = ofHost.length > 0 ? ofHost : [SOME_KUBELET];
  const itself = new Set(ofHost.flatMap(({ cgroup }) => (cgroup ? containersOf(cgroup) : [])));
  const nested = (invocation: Invocation): Invocation => {
    const { origin } = invocation;
    if (origin.kind !== 'process' || possible.some((kubelet) => mayHaveStarted(kubelet, origin)))
      return invocation;
    const nestedIn = (origin.cgroup?.within ?? []).filter((id) => !itself.has(id));
    return { ...invocation, origin: { ...origin, nestedIn } };
  };
  return { ...scan, invocations: scan.invocations.map(nested) };
}
