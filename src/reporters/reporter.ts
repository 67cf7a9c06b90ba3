import type { Report } from '../model/report.ts';

export interface RenderOptions {
  readonly exitStatus: number;
  readonly isColoured: boolean;
  readonly isVerbose: boolean;
}

/** A report in one format. The text ends with one newline and has no escape sequence unless it is coloured. */
export type Reporter = (report: Report, options: RenderOptions) => string;
