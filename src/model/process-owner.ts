import type { ProcessOrigin } from './invocation.ts';

/** Whether root has started a process. A program with the setuid bit runs as root, and its user has started it. */
export function isStartedByRoot({ uid, realUid = 0 }: Pick<ProcessOrigin, 'uid' | 'realUid'>): boolean {
  return uid === 0 && realUid === 0;
}

/** A kubelet makes the uid of a static pod itself, unless its manifest has one. */
const STATIC_UID = /^[0-9a-f]{32}$/;

/** Whether a pod has the uid that a kubelet gives to what it reads from files, and to nothing else. */
export function isStaticPodUid(podUid: string): boolean {
  return STATIC_UID.test(podUid);
}

/** Whose a process is, as far as can be seen, the host's own first. */
export const OWNERS = [
  /** A static pod of its kubelet, a system service, or what root has started outside of any container. */
  'host',
  /** A pod that an API server has sent to it, such as one of another cluster, or another container. */
  'container',
  /** A cluster or container in one of its containers. */
  'nested container',
  /** Another user, outside of any container. */
  'user',
] as const;

export function ownerOf(origin: ProcessOrigin): (typeof OWNERS)[number] {
  const { podUid = null, containerId = null, unit = null } = origin.cgroup ?? {};
  if (origin.nestedIn) return 'nested container';
  if (podUid !== null) return isStaticPodUid(podUid) ? 'host' : 'container';
  if (containerId !== null) return 'container';
  const isRoots = origin.uid === null || isStartedByRoot(origin);
  return isRoots || unit?.endsWith('.service') ? 'host' : 'user';
}
