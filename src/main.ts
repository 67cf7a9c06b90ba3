import { kubeletHttps } from './audit/control/kubelet-https.ts';
import { parseCommandLine } from './command-line/parse-command-line.ts';
import { FLEET_REPORTS } from './reporters/fleet/index.ts';
import { REPORTS } from './reporters/index.ts';
import { runAudit } from './run-audit.ts';
import { INPUT_FORMATS } from './sources/files/input-formats.ts';
import { describeError } from './terminal/describe-error.ts';
import { EXIT_STATUSES } from './terminal/exit-status.ts';
import { layoutOf, sizeOf } from './terminal/layout-of.ts';
import { print, printError } from './terminal/print.ts';
import { exitStatusOfRound, isRound } from './terminal/run-itself.ts';
import { type Terminal, terminalOf } from './terminal/terminal.ts';

const UNKNOWN = EXIT_STATUSES.unknown.status;

/**
 * Runs the tool as a process: its arguments, streams and exit status. An error that nobody catches ends it with 2.
 *
 * @param command what starts the tool, without its arguments
 */
export async function runProcess(process: NodeJS.Process, command: readonly string[]): Promise<void> {
  let hasCrashed = false;
  let isUnread = false;
  const crash = (error: unknown) => {
    hasCrashed = true;
    process.exitCode = UNKNOWN;
    // Where standard error is closed or full nobody can read it, and trying again would never end.
    process.stderr.on('error', () => {});
    process.stderr.write(describeError(error));
  };
  // Node.js itself would end with 1, which means that an API server fails.
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  const terminal = terminalOf(process, command, () => {
    isUnread = true;
  });
  const status = await main(process.argv.slice(2), terminal);
  process.exitCode = hasCrashed
    ? UNKNOWN
    : isRound(process.env)
      ? exitStatusOfRound({ status, isUnread })
      : status;
}

/** Runs the command line and gives back its exit status. Never throws. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await run(argv, terminal);
  } catch (error) {
    await printError(error, terminal);
    return UNKNOWN;
  }
}

async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const request = parseCommandLine(
    argv,
    REPORTS,
    INPUT_FORMATS,
    FLEET_REPORTS,
    () => sizeOf(terminal.env, terminal.stdout).columns ?? 80,
  );
  switch (request.command) {
    case 'print':
      return print(request.text, 0, terminal);
    case 'explain': {
      const { explain } = await import('./reporters/explain.ts');
      const layout = layoutOf(terminal, request.isColourWanted, terminal.stdout);
      return print(explain(kubeletHttps, layout), 0, terminal);
    }
    case 'completion': {
      const { completionScript } = await import('./command-line/completion/completion-script.ts');
      return print(completionScript(request.program, request.shell), 0, terminal);
    }
    case 'fix': {
      const { runFix } = await import('./fix/run-fix.ts');
      return runFix(request, terminal);
    }
    case 'merge': {
      const { runMerge } = await import('./run-merge.ts');
      return runMerge(request, terminal);
    }
    case 'audit': {
      if (request.every === undefined || isRound(terminal.env)) return runAudit(request, terminal);
      const { repeat } = await import('./repeat.ts');
      return repeat(request.every, terminal);
    }
    default:
      return request satisfies never;
  }
}
