import type { ApiServer } from '../../model/api-server.ts';
import type { ProcessOrigin } from '../../model/invocation.ts';
import type { Release } from '../../model/release.ts';
import { decodeBytes } from '../../sources/system/bytes.ts';
import { ifReadable } from '../../sources/system/descriptors.ts';
import type { HostFiles } from '../host-files.ts';
import { changedInsideRoot, type RootFiles, readInsideRoot } from '../root-files.ts';
import { startedAt } from '../started-at.ts';

/** The release of a running server where it is certain; undefined otherwise. */
export type FindRelease = (origin: ProcessOrigin, host: HostFiles, server: ApiServer) => Release | undefined;

/** Undefined where there is no such file, or it cannot be read: then nothing is certain, and nothing is lost. */
export function textIfReadable(view: RootFiles, path: string, most?: number): string | undefined {
  return ifReadable(() => decodeBytes(readInsideRoot(view, path, most)));
}

/** Whether a file of the host is what it was when a process started; undefined where that cannot be known. */
export function isAsAtStart({ pid }: ProcessOrigin, { proc, root }: HostFiles, path: string) {
  const started = proc === undefined ? undefined : startedAt(proc, pid);
  const changed = ifReadable(() => changedInsideRoot(root, path));
  return started === undefined || changed === undefined ? undefined : changed <= started;
}
