import type { ProcessOrigin } from '../model/invocation.ts';
import { isStartedByRoot } from '../model/process-owner.ts';
import type { HostFiles } from './host-files.ts';
import type { RootFiles } from './root-files.ts';

interface UnitInsideRoot {
  readonly name: string;
  /** Who sees its files. */
  readonly view: RootFiles;
}

/**
 * The service that has started a process; undefined without one, as in a scope, which has no unit file. systemd reads
 * the files of the host, whatever the process of another user sees in their place.
 */
export function unitOf(origin: ProcessOrigin, host: HostFiles): UnitInsideRoot | undefined {
  const name = origin.cgroup?.unit;
  if (!name?.endsWith('.service')) return undefined;
  return { name, view: isStartedByRoot(origin) ? host.viewOf(origin) : host.root };
}
