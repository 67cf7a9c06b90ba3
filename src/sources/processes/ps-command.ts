import { existsSync } from 'node:fs';
import { mentionsApiServer } from '../../model/api-server-words.ts';
import { type Argument, splitAtBlanks } from '../../model/argument.ts';
import type { Scan } from '../../model/discovery.ts';
import type { Invocation } from '../../model/invocation.ts';
import { AuditError } from '../../model/problem.ts';
import { errnoMessage, errnoOf } from '../system/errno.ts';
import { procVisibilityOf } from './proc-visibility.ts';
import { readDetails } from './process-details.ts';
import { isKubelet } from './procfs.ts';

const PROC = '/proc';

/**
 * The processes in the output of `ps` that mention an API server. Throws an AuditError without a usable `ps`; its
 * message begins with `before`.
 */
export async function readPsCommand(before = ''): Promise<Scan> {
  const { default: psList } = await import('ps-list');
  const processes = await psList().catch((error: unknown) => {
    throw new AuditError(
      `${before}cannot get processes from ps: ${psMessage(error)}`,
      'Mount /proc or install ps, or pipe a process list to "kubelet-https-audit -".',
    );
  });
  if (!processes.some(({ cmd }) => cmd)) {
    throw new AuditError(
      'ps shows no arguments on this system',
      'Pipe a process list to "kubelet-https-audit -" instead.',
    );
  }
  const pids = new Set(processes.map(({ pid }) => pid));
  const { hidden, contained } = existsSync(PROC) ? procVisibilityOf(PROC, pids) : {};
  return {
    source: 'ps-list',
    processes: processes.length,
    invocations: processes
      .filter(({ cmd }) => mentionsApiServer(cmd ?? ''))
      .map(({ pid, uid, cmd }) => ({
        origin: { kind: 'process', pid, uid: uid ?? null, executable: null },
        arguments: splitAtBlanks(cmd ?? ''),
        boundaries: 'lost',
      })),
    kubelets: processes.flatMap(({ pid, cmd }) => kubeletOf(pid, splitAtBlanks(cmd ?? ''))),
    problems: hidden ? [hidden] : [],
    ...(contained && { blindSpot: contained }),
  };
}

/** A kubelet, with what /proc tells of it, if there is one: it decides whether it can be believed. */
function kubeletOf(pid: number, args: readonly Argument[]): Invocation[] {
  const kubelet = { arguments: args, boundaries: 'lost' } as const;
  if (!isKubelet(kubelet)) return [];
  const { howToSeeExecutable: _, ...details } = readDetails(`${PROC}/${pid}`);
  return [{ ...kubelet, origin: { kind: 'process', pid, ...details } }];
}

/** Why ps cannot be started, or the last line it wrote before it failed. Any other error is thrown on. */
function psMessage(error: unknown): string {
  if (errnoOf(error) !== undefined) return errnoMessage(error);
  if (!(error instanceof Error && 'stderr' in error)) throw error;
  return String(error.stderr).trim().split('\n').at(-1) || (error.message.split('\n')[0] ?? '');
}
