import type { Terminal } from './terminal.ts';

/** Whether stdout gets colour: --no-color, then FORCE_COLOR, then NO_COLOR, then whether it is a terminal. */
export function isColoured({ env, stdout }: Pick<Terminal, 'env' | 'stdout'>, isWanted: boolean): boolean {
  if (!isWanted) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  if (env.NO_COLOR) return false;
  return stdout.isTTY === true && env.TERM !== 'dumb';
}
