import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Layout } from '../model/report.ts';
import type { Output } from './output.ts';
import type { Terminal } from './terminal.ts';

/** Wider lines are hard to read. */
const MAX_COLUMNS = 120;
/** In fewer there is no room for words beside what they are about; the terminal breaks the lines. */
const MIN_COLUMNS = 40;

/** How a text for people is laid out on a stream. */
export function layoutOf(
  { env, name }: Pick<Terminal, 'env' | 'name'>,
  isColourWanted: boolean,
  stream: Output,
): Layout {
  const isColoured = isColourWanted && hasColour(env, stream);
  return {
    isColoured,
    ...sizeOf(env, stream),
    ...(isColoured &&
      hasLinks(env, stream) && {
        linkTo: (path: string) => {
          const address = pathToFileURL(resolve(path));
          // So that the terminal on another machine does not open a file of its own.
          address.hostname = name();
          return address.href;
        },
      }),
  };
}

type Environment = Terminal['env'];
type Size = Pick<Layout, 'columns' | 'rows'>;

/** The size of a terminal, within bounds; COLUMNS and LINES say it where it is none, as below `watch`. */
export function sizeOf(env: Environment, { isTTY, columns, rows }: Output): Size {
  const width = counted(env.COLUMNS) ?? (isTTY ? counted(columns) : undefined);
  const height = counted(env.LINES) ?? (isTTY ? counted(rows) : undefined);
  return {
    ...(width !== undefined && { columns: Math.min(Math.max(width, MIN_COLUMNS), MAX_COLUMNS) }),
    ...(height !== undefined && { rows: height }),
  };
}

/** A serial line has 0 columns. */
function counted(size: string | number | undefined): number | undefined {
  const number = Number(size);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** NO_COLOR, then FORCE_COLOR, then whether it is a terminal. https://no-color.org */
function hasColour(env: Environment, { isTTY }: Output): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return isTTY === true && env.TERM !== 'dumb';
}

const LINKING_PROGRAMS = ['iTerm.app', 'WezTerm', 'ghostty', 'WarpTerminal'];
const LINKING_TERMS = ['alacritty', 'xterm-kitty'];
/** VTE 0.50.0 crashed on links. */
const LAST_VTE_WITHOUT = 5000;

/**
 * FORCE_HYPERLINK, or whether the terminal is known to make links, as supports-hyperlinks has it; but for those that open
 * `path:line:column` at the line by themselves, which a link would take from them.
 * https://github.com/chalk/supports-hyperlinks
 */
function hasLinks(env: Environment, { isTTY }: Output): boolean {
  const { FORCE_HYPERLINK, CI, TMUX, TERM = '', TERM_PROGRAM = '', VTE_VERSION } = env;
  if (FORCE_HYPERLINK) return FORCE_HYPERLINK !== '0';
  if (!isTTY || CI || TMUX || TERM.startsWith('screen') || TERM.startsWith('tmux')) return false;
  if (TERM_PROGRAM !== '') return LINKING_PROGRAMS.includes(TERM_PROGRAM);
  return LINKING_TERMS.includes(TERM) || Number(VTE_VERSION) > LAST_VTE_WITHOUT;
}
