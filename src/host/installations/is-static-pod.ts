import type { ApiServer } from '../../model/api-server.ts';
import type { StaticPod } from '../static-pods.ts';

/** A kubelet makes the uid of a static pod itself, unless its manifest has one. */
const STATIC_UID = /^[0-9a-f]{32}$/;

/** Whether a pod has the uid that a kubelet gives to what it reads from files, and from nowhere else. */
export function isOwnUid(podUid: string): boolean {
  return STATIC_UID.test(podUid);
}

/** Whether a kubelet can have started a process from these files; a process that does not tell may be. */
export function isStaticPod({ invocation: { origin } }: ApiServer, pods: readonly StaticPod[]): boolean {
  if (origin.kind !== 'process' || origin.cgroup === undefined) return true;
  const { podUid, containerId, unit } = origin.cgroup;
  const mayBeRoot = origin.uid === 0 || origin.uid === null;
  // Outside a pod it is none of a kubelet unless nothing tells; a user's own process never is.
  if (podUid === null) return unit === null && containerId === null && mayBeRoot;
  return STATIC_UID.test(podUid) || pods.some(({ uid }) => uid !== undefined && !STATIC_UID.test(uid));
}
