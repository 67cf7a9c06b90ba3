import { posix } from 'node:path';
import type { Mount } from '../model/invocation.ts';

/** Where the host has a path of a container. */
export function onHost(path: string, mounts: readonly Mount[]): string {
  const inside = posix.normalize(path);
  const [mount] = mounts
    .map(({ inContainer, onHost }) => ({ above: posix.normalize(`${inContainer}/`), onHost }))
    .filter(({ above }) => `${inside}/`.startsWith(above))
    .sort((a, b) => b.above.length - a.above.length);
  return mount === undefined ? path : `${mount.onHost}${inside.slice(mount.above.length - 1)}`;
}
