import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { mentionsApiServer } from '../model/api-server-words.ts';
import { type Argument, toArguments } from '../model/argument.ts';
import { AuditError } from '../model/audit-error.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Problem } from '../model/problem.ts';
import type { SourceResult } from '../model/source-result.ts';
import { decodeBytes } from './decode-bytes.ts';
import { errnoMessage, errnoOf } from './errno.ts';
import { procViewOf } from './proc-view.ts';
import { readRegularFile, UnfitFile } from './read-regular-file.ts';

/** How often a process may become another program while it is looked at. */
const ATTEMPTS = 5;

/**
 * The processes of a /proc that mention an API server. Of every other process only `cmdline` is read.
 * Throws an AuditError where there is no /proc with processes in it.
 */
export function readProcfs(proc: string): SourceResult {
  const pids = pidsOf(proc);
  const invocations: Invocation[] = [];
  const problems: Problem[] = [];
  const forbidden: number[] = [];
  let processes = 0;

  for (const pid of pids) {
    try {
      const invocation = readProcess(`${proc}/${pid}`, pid);
      processes += 1;
      if (invocation) invocations.push(invocation);
    } catch (error) {
      const code = errnoOf(error);
      if (code === 'ENOENT' || code === 'ESRCH') continue;
      if (code === 'EACCES' || code === 'EPERM') forbidden.push(pid);
      else problems.push(unreadable(`${proc}/${pid}`, error));
    }
  }
  if (forbidden.length > 0) problems.push(notPermitted(proc, forbidden));
  if (processes === 0 && problems.length === 0) throw noProcesses(proc);

  const { hidden, contained } = procViewOf(proc, new Set(pids));
  return {
    source: 'procfs',
    processes,
    invocations,
    problems: hidden ? [...problems, hidden] : problems,
    ...(contained && { blindSpot: contained }),
  };
}

function pidsOf(proc: string): number[] {
  try {
    if (!lstatSync(proc).isDirectory()) throw new AuditError(`${proc} is no directory`, HINT);
    return readdirSync(proc, { withFileTypes: true })
      .filter((entry) => /^[1-9]\d*$/.test(entry.name) && entry.isDirectory())
      .map((entry) => Number(entry.name))
      .sort((a, b) => a - b);
  } catch (error) {
    if (error instanceof AuditError) throw error;
    throw new AuditError(`cannot read ${proc}: ${errnoMessage(error)}`, HINT);
  }
}

const HINT =
  'The /proc of the host has to be mounted there (--root is the directory above it), ' +
  'or pipe a process list to "kubelet-https-audit -".';

function noProcesses(proc: string): AuditError {
  return new AuditError(`there are no processes in ${proc}`, HINT);
}

/** Undefined for a process that does not mention an API server; kernel threads and zombies have no arguments. */
function readProcess(directory: string, pid: number): Invocation | undefined {
  let cmdline = readRegularFile(`${directory}/cmdline`).toString('latin1');
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (!mentionsApiServer(cmdline)) return undefined;
    const { executable, isForbidden } = readExecutable(directory);
    const uid = readUid(directory);
    const again = readRegularFile(`${directory}/cmdline`).toString('latin1');
    if (again === cmdline) {
      const origin = { kind: 'process', pid, uid, executable } as const;
      return {
        origin,
        arguments: splitCmdline(cmdline),
        boundaries: 'kept',
        ...(isForbidden && { isExecutableForbidden: true }),
      };
    }
    cmdline = again;
  }
  throw new UnfitFile('it keeps changing its arguments');
}

function splitCmdline(latin1: string): Argument[] {
  const texts = latin1.replace(/\0$/, '').split('\0');
  return toArguments(texts.map((text) => decodeBytes(Buffer.from(text, 'latin1'))));
}

function readExecutable(directory: string): { executable: string | null; isForbidden: boolean } {
  try {
    const path = decodeBytes(readlinkSync(`${directory}/exe`, 'buffer')).replace(/ \(deleted\)$/, '');
    return { executable: path, isForbidden: false };
  } catch (error) {
    const isForbidden = ['EACCES', 'EPERM'].includes(errnoOf(error) ?? '');
    return { executable: nullIfNotToBeHad(error), isForbidden };
  }
}

function readUid(directory: string): number | null {
  try {
    const effective = /^Uid:\s+\d+\s+(\d+)/m.exec(
      readRegularFile(`${directory}/status`).toString('latin1'),
    )?.[1];
    return effective === undefined ? null : Number(effective);
  } catch (error) {
    return nullIfNotToBeHad(error);
  }
}

/** A detail that is not there or not for this user is left open. */
function nullIfNotToBeHad(error: unknown): null {
  if (errnoOf(error) === undefined && !(error instanceof UnfitFile)) throw error;
  return null;
}

function unreadable(path: string, error: unknown): Problem {
  const message = error instanceof UnfitFile ? error.message : errnoMessage(error);
  return {
    path,
    message: `cannot be read: ${message}`,
    hint: 'That is not what /proc holds for a process: check what is mounted there.',
  };
}

function notPermitted(proc: string, pids: readonly number[]): Problem {
  const some = pids.slice(0, 5).join(', ') + (pids.length > 5 ? ', …' : '');
  return {
    path: proc,
    message: `${pids.length === 1 ? '1 process' : `${pids.length} processes`} may not be read by this user (pid ${some})`,
    hint: 'Run as root.',
  };
}
