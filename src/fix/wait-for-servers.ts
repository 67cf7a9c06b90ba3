import { findServers } from '../find-servers.ts';
import { Progress } from '../terminal/progress.ts';
import type { Written } from './backups.ts';
import type { FixContext } from './fix-context.ts';
import { THIS_HOST } from './ignored-manifests.ts';
import { lookAt, type Watch } from './watch.ts';

const BETWEEN_LOOKS = 500;
/** How long the same processes have to run without the flag: one that cannot start is started again and again. */
const SETTLED_AFTER = 10_000;

/**
 * Watches the live host until the API servers that the changed files start run without the flag, and have done so for some
 * seconds. Returns whether they came back before `patience` milliseconds were over; whether they stay is seen to the end.
 */
export async function waitForServers(
  watch: Watch,
  written: readonly Written[],
  patience: number,
  context: FixContext,
  find = findServers,
): Promise<boolean> {
  const { request, terminal, print, layout } = context;
  const { cameBackText, timeoutText } = await import('./words/waited.ts');
  const progress = request.isQuiet ? undefined : new Progress(terminal);
  const start = terminal.now().getTime();
  const started = new Set<string>();
  let settlingFrom: number | undefined;
  let before = '';
  for (;;) {
    const look = lookAt(await find(THIS_HOST, terminal), watch);
    const now = terminal.now().getTime();
    const processes = JSON.stringify(look.findings.map(({ origin }) => origin));
    const isOver = now - start >= patience;
    if (look.state !== 'back') settlingFrom = undefined;
    else if (processes !== before) settlingFrom = isOver ? undefined : now;
    before = processes;
    for (const key of look.started) started.add(key);
    // One that never stopped has nothing to settle.
    const isSettled =
      settlingFrom !== undefined && (look.started.length === 0 || now - settlingFrom >= SETTLED_AFTER);
    if (isSettled) {
      progress?.clear();
      await print(cameBackText(look, toSeconds((settlingFrom ?? now) - start), layout));
      return true;
    }
    if (isOver && settlingFrom === undefined) {
      progress?.clear();
      await print(timeoutText(look, started.size, written, toSeconds(now - start), layout));
      return false;
    }
    progress?.show(`Waiting for the API server to restart without the flag: ${toSeconds(now - start)} s …`);
    await terminal.sleep(BETWEEN_LOOKS);
  }
}

function toSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
