import { lstatSync, readdirSync } from 'node:fs';
import { mentionsApiServer } from '../../model/api-server-words.ts';
import { type Argument, basename, toArguments } from '../../model/argument.ts';
import type { Scan } from '../../model/discovery.ts';
import type { Invocation } from '../../model/invocation.ts';
import { AuditError, type Problem } from '../../model/problem.ts';
import { decodeBytes } from '../system/bytes.ts';
import { readRegularFile, UnreadableFile } from '../system/descriptors.ts';
import { errnoMessage, errnoOf, isForbidden } from '../system/errno.ts';
import { howToRead } from '../system/privileges.ts';
import { procVisibilityOf } from './proc-visibility.ts';
import { readDetails } from './process-details.ts';

/** How often a process may become another program while it is read. */
const ATTEMPTS = 5;

/** The argv[0] of a kubelet. */
const KUBELET = /^(?:[^\0]*\/)?(?:hyperkube\0)?kubelet\0/;

/**
 * The processes of a /proc that mention an API server. Of every other process, only `cmdline` is read. Throws an
 * AuditError if `proc` does not have any processes.
 */
export function readProcfs(proc: string): Scan {
  const pids = pidsOf(proc);
  const invocations: Invocation[] = [];
  const kubelets: Invocation[] = [];
  const problems: Problem[] = [];
  const forbidden: number[] = [];
  let processes = 0;

  for (const pid of pids) {
    try {
      const invocation = readProcess(`${proc}/${pid}`, pid);
      processes += 1;
      if (invocation && isKubelet(invocation)) kubelets.push(invocation);
      if (invocation?.arguments.some(({ text }) => mentionsApiServer(text))) invocations.push(invocation);
    } catch (error) {
      const code = errnoOf(error);
      if (code === 'ENOENT' || code === 'ESRCH') continue;
      if (isForbidden(error)) forbidden.push(pid);
      else problems.push(unreadable(`${proc}/${pid}`, error));
    }
  }
  if (forbidden.length > 0) problems.push(notPermitted(proc, forbidden));
  if (processes === 0 && problems.length === 0) throw noProcesses(proc);

  const { hidden, contained } = procVisibilityOf(proc, new Set(pids));
  return {
    source: 'procfs',
    processes,
    invocations,
    kubelets,
    problems: hidden ? [...problems, hidden] : problems,
    ...(contained && { blindSpot: contained }),
  };
}

function pidsOf(proc: string): number[] {
  try {
    if (!lstatSync(proc).isDirectory()) throw new AuditError(`${proc} is not a directory`, HINT);
    return readdirSync(proc, { withFileTypes: true })
      .filter((entry) => /^[1-9]\d*$/.test(entry.name) && entry.isDirectory())
      .map((entry) => Number(entry.name))
      .sort((a, b) => a - b);
  } catch (error) {
    if (error instanceof AuditError) throw error;
    throw new AuditError(
      `cannot read ${proc}: ${errnoMessage(error)}`,
      isForbidden(error) ? FORBIDDEN : HINT,
    );
  }
}

const FORBIDDEN = 'Run it as root, or as a user who may read that directory.';

const HINT =
  'Mount the /proc of the host there (--root is its parent directory), name its files, ' +
  'or pipe a process list to "kubelet-https-audit -".';

function noProcesses(proc: string): AuditError {
  return new AuditError(`there are no processes in ${proc}`, HINT);
}

/** Undefined for a process that is not a kubelet and does not mention an API server, such as one without arguments. */
function readProcess(directory: string, pid: number): Invocation | undefined {
  let cmdline = readRegularFile(`${directory}/cmdline`);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (!mentionsApiServer(cmdline) && !KUBELET.test(cmdline)) return undefined;
    const { howToSeeExecutable, ...details } = readDetails(directory);
    const again = readRegularFile(`${directory}/cmdline`);
    if (again === cmdline) {
      return {
        origin: { kind: 'process', pid, ...details },
        arguments: splitCmdline(cmdline),
        boundaries: 'kept',
        ...(howToSeeExecutable !== undefined && { howToSeeExecutable }),
      };
    }
    cmdline = again;
  }
  throw new UnreadableFile('it keeps changing its arguments');
}

export function isKubelet({ arguments: [program, command] }: Pick<Invocation, 'arguments'>): boolean {
  const name = basename(program?.text ?? '');
  return name === 'kubelet' || (name === 'hyperkube' && command?.text === 'kubelet');
}

function splitCmdline(latin1: string): Argument[] {
  const texts = latin1.replace(/\0$/, '').split('\0');
  return toArguments(texts.map((text) => decodeBytes(Buffer.from(text, 'latin1'))));
}

function unreadable(path: string, error: unknown): Problem {
  const message = error instanceof UnreadableFile ? error.message : errnoMessage(error);
  return {
    path,
    message: `cannot be read: ${message}`,
    hint: 'This is not what /proc contains for a process; check what is mounted there.',
  };
}

function notPermitted(proc: string, pids: readonly number[]): Problem {
  const some = pids.slice(0, 5).join(', ') + (pids.length > 5 ? ', …' : '');
  return {
    path: proc,
    message: `${pids.length === 1 ? '1 process' : `${pids.length} processes`} may not be read by this user (pid ${some})`,
    hint: howToRead('process'),
  };
}
