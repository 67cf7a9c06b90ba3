import { judgeAlone } from '../audit/judge.ts';
import { findServers } from '../find-servers.ts';
import type { ApiServer } from '../model/api-server.ts';
import type { Discovery } from '../model/discovery.ts';
import { AuditError } from '../model/problem.ts';
import type { Finding } from '../model/report.ts';
import type { Replaced } from '../replace/replace-file.ts';
import { Progress } from '../terminal/progress.ts';
import type { FixContext } from './fix-context.ts';
import { pathsOf, sourcePathsOf } from './servers-to-fix.ts';

const BETWEEN_LOOKS = 500;
/** How long the same processes have to run without the flag: one that cannot start is started again and again. */
const SETTLED_AFTER = 10_000;
const THIS_HOST = { targets: [], root: '/', source: 'auto', input: undefined, isQuiet: true } as const;

/** What runs that the changed files start. */
interface Look {
  readonly isDone: boolean;
  /** The processes, as a text to compare. */
  readonly processes: string;
  readonly findings: readonly Finding[];
}

/** Throws an AuditError where none of the files starts an API server of this host, so that none could come back. */
export async function rejectUnwatchable(paths: readonly string[], { terminal }: FixContext): Promise<void> {
  const discovery = await findServers(THIS_HOST, terminal);
  const isKnown = serversOf(discovery, paths).length > 0 || notRunningOf(discovery, paths).length > 0;
  if (isKnown) return;
  throw new AuditError(
    'none of the files to change starts an API server on this host; nothing was changed',
    'Omit --wait.',
  );
}

/** Whether servers run here that these files start, and that still have the flag. */
export async function hasOldServers(paths: readonly string[], { terminal }: FixContext): Promise<boolean> {
  const { isDone, findings } = lookAt(await findServers(THIS_HOST, terminal), paths);
  return findings.length > 0 && !isDone;
}

/**
 * Watches the live host until the API servers that the changed files start run without the flag, and have done so for some
 * seconds. Returns whether they did before `patience` milliseconds were over.
 */
export async function waitForServers(
  paths: readonly string[],
  written: readonly Replaced[],
  patience: number,
  context: FixContext,
  find = findServers,
): Promise<boolean> {
  const { request, terminal, print, isColoured } = context;
  const { cameBackText, timeoutText } = await import('./words/progress.ts');
  const progress = request.isQuiet ? undefined : new Progress(terminal);
  const start = terminal.now().getTime();
  let settledFrom: number | undefined;
  let before = '';
  for (;;) {
    const look = lookAt(await find(THIS_HOST, terminal), paths);
    const now = terminal.now().getTime();
    if (!look.isDone || look.processes !== before) settledFrom = look.isDone ? now : undefined;
    before = look.processes;
    const seconds = Math.round((now - start) / 1000);
    if (settledFrom !== undefined && now - settledFrom >= SETTLED_AFTER) {
      progress?.clear();
      await print(cameBackText(look.findings, seconds, isColoured));
      return true;
    }
    if (now - start >= patience) {
      progress?.clear();
      await print(timeoutText(look.findings, written, seconds, isColoured));
      return false;
    }
    progress?.show(`Waiting for the API server to restart without the flag: ${seconds} s …`);
    await terminal.sleep(BETWEEN_LOOKS);
  }
}

function lookAt(discovery: Discovery, paths: readonly string[]): Look {
  const findings = serversOf(discovery, paths).map((server) => judgeAlone(server));
  const isClean = findings.every(
    ({ status, evidence }) => status === 'pass' && evidence.arguments.length === 0,
  );
  return {
    isDone: findings.length > 0 && isClean && notRunningOf(discovery, paths).length === 0,
    processes: JSON.stringify(findings.map(({ origin }) => origin)),
    findings,
  };
}

/** The running servers that these files start, or whose arguments are in them; no program that only has the name. */
function serversOf({ servers }: Discovery, paths: readonly string[]): ApiServer[] {
  return servers
    .filter(({ warnings }) => !warnings.some(({ code }) => code === 'executable-differs'))
    .filter((server) => sourcePathsOf(server).some((path) => paths.includes(path)));
}

function notRunningOf({ notRunning }: Discovery, paths: readonly string[]): ApiServer[] {
  return notRunning.filter((server) => pathsOf(server).some((path) => paths.includes(path)));
}
