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
