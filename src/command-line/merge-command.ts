import { Command } from 'commander';
import { AuditError } from '../model/problem.ts';
import { parseChoice, parseDuration, rejectLostDirectory, rejectUnnamedWaivers } from './option-values.ts';
import {
  formatsHelp,
  type OutputOptions,
  once,
  outputOptions,
  type Summaries,
  WAIVERS,
} from './output-options.ts';
import { rejectReportsAmong, reportFilesOf } from './report-file.ts';
import type { MergeRequest } from './request.ts';

export interface MergeOptions extends OutputOptions {
  readonly hosts?: string;
  readonly maxAge?: string;
  readonly waivers?: string;
  readonly strict?: true;
  readonly allowMissing?: true;
}

export function createMergeCommand(
  formats: Summaries,
  noColour: readonly [string, string],
  action: (reports: readonly string[], options: MergeOptions) => void,
): Command {
  const command = new Command('merge')
    .summary('put the JSON reports of many hosts together')
    .description(
      'Puts the JSON reports of many hosts together. Merge the reports of one control.\n' +
        'A host that did not report, or not recently, does not pass.',
    )
    .usage('[options] <report...>')
    .argument('[report...]', 'files or directories of JSON reports, or - for standard input')
    .optionsGroup('Merge options:')
    .option(
      '--hosts <file>',
      'hosts that must have reported: cluster/host, host or node/NAME, one a line; - for standard input',
      once('--hosts', 'Join the lists: cat a.txt b.txt | kubelet-https-audit merge --hosts - …'),
    )
    .option(
      '--max-age <duration>',
      'an older report does not pass: 24h, 7d',
      once('--max-age', 'Give the shortest.'),
    )
    .option('--strict', 'treat warnings as failures')
    .option('--allow-missing', 'accept expected hosts that have no API server (worker nodes)')
    .option(...WAIVERS);
  return outputOptions(command, formats, 'also print every host that passes', noColour)
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', `\n${formatsHelp(formats)}\n${AFTER_HELP}`)
    .action(action);
}

const HINT = 'Name files or directories of JSON reports, or - for standard input.';

/**
 * Throws an AuditError for invalid use.
 *
 * @param hostFormats the formats of one host, for a hint
 */
export function mergeRequest<Format extends string>(
  targets: readonly string[],
  options: MergeOptions,
  formats: readonly Format[],
  hostFormats: readonly string[],
): MergeRequest<Format> {
  if (targets.length === 0) throw new AuditError('merge needs reports', HINT);
  if (targets.includes('')) throw new AuditError('a report is empty', HINT);
  const { hosts, maxAge, waivers, format, report } = options;
  rejectUnnamedWaivers(waivers);
  if (hosts === '') throw new AuditError('--hosts is empty', 'Give a file that lists hosts.');
  if (hosts === '-' && targets.includes('-')) {
    throw new AuditError(
      'standard input cannot be both the reports and the list of hosts',
      'Put one of them into a file.',
    );
  }
  for (const name of [format, ...report.map((value) => value.split('=', 1).join())]) {
    if (!hostFormats.includes(name) || formats.some((known) => known === name)) continue;
    throw new AuditError(`the format ${name} is only for one host`, `Choose one of: ${formats.join(', ')}.`);
  }
  const files = [...targets, hosts ?? [], waivers ?? []].flat();
  rejectLostDirectory(files.filter((file) => file !== '-'));
  const reports = reportFilesOf(report, formats, files);
  rejectReportsAmong(
    reports,
    targets.filter((target) => target !== '-'),
  );
  return {
    command: 'merge',
    targets: [...new Set(targets)],
    hosts,
    maxAgeSeconds: maxAge === undefined ? undefined : parseDuration('--max-age', maxAge),
    waivers,
    format: parseChoice('format', format, formats),
    reports,
    isStrict: options.strict ?? false,
    isMissingAllowed: options.allowMissing ?? false,
    isQuiet: options.quiet ?? false,
    isVerbose: options.verbose ?? false,
    isColourWanted: options.color,
  };
}

const AFTER_HELP = `
Examples:
  kubelet-https-audit merge reports/                  reports of many hosts
  kubelet-https-audit merge --max-age 24h all.jsonl   none older than a day
  kubelet-https-audit merge --hosts hosts.txt reports/
  kubectl get nodes -l node-role.kubernetes.io/control-plane -o name |
    kubelet-https-audit merge --hosts - reports/

Exit status:
  0  every host passes
  1  at least one host fails
  2  undetermined: a host is missing or unknown, or something is not a report
  3  no host has an API server`;
