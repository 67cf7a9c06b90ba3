import { describeError } from './terminal/describe-error.ts';
import { EXIT_STATUSES } from './terminal/exit-status.ts';
import { terminalOf } from './terminal/terminal.ts';
import { main } from './main.ts';

/** Runs the tool as a process: its arguments, streams and exit status. An error that nobody catches ends it with 2. */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  let hasCrashed = false;
  const crash = (error: unknown) => {
    hasCrashed = true;
    process.exitCode = EXIT_STATUSES.unknown.status;
    // Where standard error is closed or full there is nobody to tell, and telling again would never end.
    process.stderr.on('error', () => {});
    process.stderr.write(describeError(error));
  };
  // Node.js itself would end with 1, which means that an API server fails.
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  const status = await main(process.argv.slice(2), terminalOf(process));
  process.exitCode = hasCrashed ? EXIT_STATUSES.unknown.status : status;
}
