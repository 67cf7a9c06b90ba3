import type { Mount } from '../../model/invocation.ts';

/** Where the host has a path of a container. */
export function onHost(path: string, mounts: readonly Mount[]): string {
  const mount = mounts
    .filter(({ inContainer }) => `${path}/`.startsWith(`${inContainer.replace(/\/+$/, '')}/`))
    .reduce<Mount | undefined>(
      (best, one) => (best && best.inContainer.length >= one.inContainer.length ? best : one),
      undefined,
    );
  return mount === undefined
    ? path
    : `${mount.onHost}${path.slice(mount.inContainer.replace(/\/+$/, '').length)}`;
}
