import { Chalk, type ChalkInstance } from 'chalk';
import type { Layout } from '../../model/report.ts';

/** How a text for people is written. */
export interface Style {
  readonly chalk: ChalkInstance;
  readonly columns: number;
  readonly rows: number;
  /** A text that leads to a file, where the terminal makes links. */
  readonly linked: (text: string, path: string) => string;
}

/** What a terminal has unless it says otherwise. */
const USUAL = { columns: 80, rows: 24 } as const;

export function styleOf({ isColoured, columns = USUAL.columns, rows = USUAL.rows, linkTo }: Layout): Style {
  return {
    chalk: chalkOf(isColoured),
    columns,
    rows,
    linked: (text, path) =>
      linkTo === undefined || !isNameOfFile(path)
        ? text
        : `\u001b]8;;${linkTo(path)}\u001b\\${text}\u001b]8;;\u001b\\`,
  };
}

/** Chalk's styles; without colour each leaves a text as it is, and the package is not loaded. */
export function chalkOf(isColoured: boolean): ChalkInstance {
  return isColoured ? new Chalk({ level: 1 }) : PLAIN;
}

const PLAIN: ChalkInstance = new Proxy(((text: string) => text) as ChalkInstance, { get: () => PLAIN });

/** Not standard input; and no character of it was escaped, so that it is the path itself. */
function isNameOfFile(path: string): boolean {
  return path !== '-' && !path.includes('\\');
}
