import { join } from 'node:path';
import type { ProcessOrigin } from '../model/invocation.ts';
import { isStartedByRoot } from '../model/process-owner.ts';
import { Budget, type Limits } from './budget.ts';
import type { RootFiles } from './root-files.ts';

const KIB = 1024;

/** Another user can have made whatever such a process sees. The configurations it may have are a few KiB in a few files. */
const OF_USER: Limits = { files: 64, bytes: 16 * KIB, names: 1024, milliseconds: 500 };
const OF_ALL_USERS: Limits = { files: 512, bytes: 64 * KIB, names: 4096, milliseconds: 2000 };

/** Root can be in a container. */
const OF_ROOT: Limits = {
  files: 1000,
  bytes: 32 * KIB * KIB,
  names: 100_000,
  milliseconds: Number.POSITIVE_INFINITY,
};

/** The file system of each process of a live /proc, with what may be read for it. */
export function processViews(
  proc: string,
  shared: Omit<RootFiles, 'base' | 'budget'>,
  isKubelet: (pid: number) => boolean,
  now: () => number,
): (origin: ProcessOrigin) => RootFiles {
  const views = new Map<number, RootFiles>();
  const ofAllUsers = new Budget('all processes of other users together', OF_ALL_USERS, now);
  const budgetOf = (origin: ProcessOrigin) =>
    isStartedByRoot(origin)
      ? new Budget('one process', OF_ROOT, now)
      : new Budget('a process of another user', OF_USER, now, ofAllUsers);
  return (origin) => {
    const { pid } = origin;
    const view = views.get(pid) ?? {
      ...shared,
      base: join(proc, String(pid), 'root'),
      seenBy: `the ${isKubelet(pid) ? 'kubelet' : 'process'} with pid ${pid}`,
      budget: budgetOf(origin),
    };
    views.set(pid, view);
    return view;
  };
}
