import type { Command } from 'commander';
import { AuditError } from '../model/problem.ts';
import { ChoiceOption } from './choice-option.ts';

/** The names and summaries of report formats. */
export type Summaries = Readonly<Record<string, { readonly summary: string }>>;

/** The options of reports, the same wherever reports are written. */
export interface OutputOptions {
  readonly format: string;
  readonly report: readonly string[];
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color: boolean;
}

export const WAIVERS = [
  '--waivers <file>',
  'failures that are accepted, why, and until when (YAML)',
  once('--waivers', 'Put all waivers into one file.'),
] as const;

/** An option that is not taken twice, where the last would silently count. */
export function once(option: string, hint: string) {
  return (value: string, before: string | undefined): string => {
    if (before === undefined) return value;
    throw new AuditError(`${option} is given twice`, hint);
  };
}

/** @param verbose what --verbose adds */
export function outputOptions(
  command: Command,
  formats: Summaries,
  verbose: string,
  noColour: readonly [string, string],
): Command {
  const names = Object.entries(formats).map(([name, { summary }]) => ({ name, summary }));
  return command
    .optionsGroup('Output options:')
    .addOption(
      new ChoiceOption(
        '-f, --format <name>',
        'report format on standard output (see Formats)',
        names,
      ).default('text', 'text'),
    )
    .addOption(
      new ChoiceOption(
        '--report <name>=<file>',
        'also write a report in that format to a file; repeatable',
        names,
      )
        .default([], 'none')
        .argParser((value: string, given: readonly string[]) => [...given, value]),
    )
    .option('-q, --quiet', 'print no report, only set the exit status')
    .option('-v, --verbose', verbose)
    .option(...noColour);
}

export function formatsHelp(formats: Summaries): string {
  const width = Math.max(...Object.keys(formats).map((name) => name.length));
  const rows = Object.entries(formats).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return ['Formats:', ...rows].join('\n');
}
