import { CommanderError } from 'commander';
import { AuditError } from '../model/problem.ts';
import { fitHelp } from './fit-help.ts';
import { fixRequest, withWaitClosed } from './fix-command.ts';
import { mergeRequest } from './merge-command.ts';
import {
  parseChoice,
  parseEvery,
  parseHostName,
  parseName,
  parseVersion,
  rejectEmptyRoot,
  rejectLostDirectory,
  rejectUnnamedWaivers,
} from './option-values.ts';
import { type AuditOptions, createProgram } from './program.ts';
import { reportFilesOf } from './report-file.ts';
import { type AuditRequest, type Request, SOURCE_CHOICES } from './request.ts';
import { usageError } from './usage-error.ts';

const HELP_HINT = 'See kubelet-https-audit --help.';

/**
 * Reads the arguments after the program. Throws an AuditError for invalid use.
 *
 * @param formats the name and summary of each report format
 * @param inputs the names that --input takes
 * @param fleetFormats the formats of merge
 * @param columns the width of help, called only if help is printed
 */
export function parseCommandLine<Format extends string, Input extends string, FleetFormat extends string>(
  argv: readonly string[],
  formats: Readonly<Record<Format, { readonly summary: string }>>,
  inputs: readonly Input[],
  fleetFormats: Readonly<Record<FleetFormat, { readonly summary: string }>>,
  columns: () => number,
): Request<Format, Input, FleetFormat> {
  let text = '';
  let request: Request<Format, Input, FleetFormat> | undefined;
  const program = createProgram(formats, fleetFormats, inputs, {
    audit: (targets, options) => {
      request = auditRequest(targets, options, Object.keys(formats) as Format[], inputs);
    },
    fix: (files, options) => {
      request = fixRequest(files, options);
    },
    merge: (reports, options) => {
      const names = Object.keys(fleetFormats) as FleetFormat[];
      request = mergeRequest(reports, options, names, Object.keys(formats));
    },
    completion: (shell, definition) => {
      request = { command: 'completion', shell, program: definition };
    },
    explain: ({ color }) => {
      request = { command: 'explain', isColourWanted: color };
    },
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (written) => {
        text += written;
      },
      writeErr: () => {},
      getOutHelpWidth: columns,
    });
  }
  try {
    program.parse(withWaitClosed(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const commands = program.commands.map((command) => command.name());
    const command = commands.find((name) => name === argv[0]);
    const ofAudit = program.options.map(({ long }) => long);
    if (error.exitCode !== 0) throw usageError(error, command, commands, Object.keys(formats), ofAudit);
  }
  return request ?? { command: 'print', text: fitHelp(text, columns()) };
}

function auditRequest<Format extends string, Input extends string>(
  targets: readonly string[],
  options: AuditOptions,
  formats: readonly Format[],
  inputs: readonly Input[],
): AuditRequest<Format, Input> {
  if (targets.includes('')) throw new AuditError('a target is empty', HELP_HINT);
  if (targets.length > 0 && (options.root !== '/' || options.source !== 'auto')) {
    throw new AuditError(
      'files and - (standard input) cannot be combined with --root or --source',
      'Those options choose the host whose processes are read.',
    );
  }
  if (targets.length === 0 && options.input !== undefined) {
    throw new AuditError('--input applies only to files and - (standard input)', 'Name the files to audit.');
  }
  rejectEmptyRoot(options.root);
  const source = parseChoice('source', options.source, SOURCE_CHOICES);
  if (source === 'ps' && options.root !== '/') {
    throw new AuditError(
      '--source ps cannot be combined with --root',
      'ps shows only this host; omit --source to read the processes under --root.',
    );
  }
  const { waivers } = options;
  rejectUnnamedWaivers(waivers);
  const inputFiles = [...targets, waivers ?? []].flat();
  rejectLostDirectory([...inputFiles.filter((file) => file !== '-'), options.root]);
  return {
    command: 'audit',
    targets: [...new Set(targets)],
    input: options.input === undefined ? undefined : parseChoice('input', options.input, inputs),
    format: parseChoice('format', options.format, formats),
    reports: reportFilesOf(options.report, formats, inputFiles),
    root: options.root,
    source,
    host: options.host === undefined ? undefined : parseHostName('--host', options.host),
    cluster: options.cluster === undefined ? undefined : parseName('--cluster', options.cluster),
    every: options.every === undefined ? undefined : parseEvery(options.every, targets),
    release: options.kubernetesVersion === undefined ? undefined : parseVersion(options.kubernetesVersion),
    waivers,
    isStrict: options.strict ?? false,
    isMissingAllowed: options.allowMissing ?? false,
    isQuiet: options.quiet ?? false,
    isVerbose: options.verbose ?? false,
    isColourWanted: options.color,
  };
}
