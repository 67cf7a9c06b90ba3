import type { AuditError } from '../model/problem.ts';
import type { RenderOptions } from '../model/report.ts';
import { layoutOf } from './layout-of.ts';
import { print, printError, statusAfterLoss } from './print.ts';
import type { Terminal } from './terminal.ts';
import { type ReportFile, writeReports } from './write-reports.ts';

/** What a command line says of its reports. */
interface Wanted<Format extends string> {
  readonly format: Format;
  readonly reports: readonly ReportFile<Format>[];
  readonly isQuiet: boolean;
  readonly isVerbose: boolean;
  readonly isColourWanted: boolean;
}

interface Outcome<Format extends string> {
  readonly exitStatus: number;
  readonly render: (format: Format, options: RenderOptions) => Promise<string>;
  /** The files that were read, which no report may replace. */
  readonly inputs: readonly string[];
  /** The paths of the report are of this machine as it is. */
  readonly isOfHere?: boolean;
  /** Why there was nothing to look at. It is thrown after the reports; one as text would only say it twice. */
  readonly failure?: AuditError | undefined;
}

/** Writes every report, those in files first, and gives the exit status, which a lost report changes. */
export async function publish<Format extends string>(
  { format, reports, isQuiet, isVerbose, isColourWanted }: Wanted<Format>,
  { exitStatus, render, inputs, isOfHere = false, failure }: Outcome<Format>,
  terminal: Terminal,
): Promise<number> {
  const inFile = { exitStatus, isVerbose, isColoured: false };
  const failures = await writeReports(reports, (name) => render(name, inFile), inputs);
  for (const lost of failures) await printError(lost, terminal);
  const finalStatus = failures.length > 0 ? statusAfterLoss(exitStatus) : exitStatus;
  const isWanted = !isQuiet && (failure === undefined || format !== 'text');
  const onScreen = (): RenderOptions => {
    const { linkTo, ...layout } = layoutOf(terminal, isColourWanted, terminal.stdout);
    return { exitStatus: finalStatus, isVerbose, ...layout, ...(isOfHere && linkTo && { linkTo }) };
  };
  const status = isWanted
    ? await print(await render(format, onScreen()), finalStatus, terminal)
    : finalStatus;
  if (failure) throw failure;
  return status;
}
