import { Command, Option } from 'commander';
import { AuditError } from '../model/problem.ts';
import { TOOL } from '../model/report.ts';
import { EXIT_STATUSES } from '../terminal/exit-status.ts';
import { ChoiceOption, choicesOf } from './choice-option.ts';
import { createCompletionCommand, type Shell } from './completion-command.ts';
import { createFixCommand, type FixOptions } from './fix-command.ts';
import { createMergeCommand, type MergeOptions } from './merge-command.ts';
import { formatsHelp, outputOptions, type Summaries, WAIVERS } from './output-options.ts';
import { SOURCE_CHOICES } from './request.ts';

/** The options of the audit as commander hands them over. */
export interface AuditOptions {
  readonly format: string;
  readonly report: readonly string[];
  readonly root: string;
  readonly input?: string;
  readonly host?: string;
  readonly cluster?: string;
  readonly every?: string;
  readonly source: string;
  readonly kubernetesVersion?: string;
  readonly waivers?: string;
  readonly strict?: true;
  readonly allowMissing?: true;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color: boolean;
}

interface Actions {
  readonly audit: (targets: readonly string[], options: AuditOptions) => void;
  readonly completion: (shell: Shell, program: Command) => void;
  readonly explain: (options: { readonly color: boolean }) => void;
  readonly fix: (files: readonly string[], options: FixOptions) => void;
  readonly merge: (reports: readonly string[], options: MergeOptions) => void;
}

const NO_COLOUR = ['--no-color', 'disable colour (as NO_COLOR does; FORCE_COLOR enables it)'] as const;

export function createProgram(
  formats: Summaries,
  fleetFormats: Summaries,
  inputs: readonly string[],
  actions: Actions,
): Command {
  const program = new Command(TOOL.name);
  program
    .usage('[options] [target...]')
    .enablePositionalOptions()
    .helpCommand('help [command]', 'print help for a command')
    .description(
      'Checks whether API servers connect to their kubelets over HTTPS.\n' +
        'Audits CIS Kubernetes 1.2.4, which passes if --kubelet-https is not set, or is true.',
    )
    .argument('[target...]', 'files, directories, or - for standard input (default: this host)')
    .optionsGroup('Input options:')
    .addOption(
      new Option('--root <dir>', 'read the host mounted at this directory (<dir>/proc)').default(
        '/',
        'this host',
      ),
    )
    .addOption(
      new ChoiceOption(
        '--source <name>',
        `how to list the processes: ${SOURCE_CHOICES.join(', ')}`,
        choicesOf(SOURCE_CHOICES),
      ).default('auto', 'procfs on Linux, ps elsewhere'),
    )
    .addOption(
      new ChoiceOption(
        '--input <format>',
        `input format; detected from the content by default: ${inputs.join(', ')}`,
        choicesOf(inputs),
      ),
    )
    .option('--kubernetes-version <v>', 'Kubernetes version of the servers, such as 1.20')
    .optionsGroup('Verdict options:')
    .option('--strict', 'treat warnings as failures')
    .option('--allow-missing', 'exit 0 if no API server is found (for worker nodes)')
    .option(...WAIVERS);
  outputOptions(
    program,
    formats,
    'also print each pass in full, and what was examined and ignored, and why',
    NO_COLOUR,
  )
    .option('--host <name>', 'what the report calls the host (in a pod: --host=$(NODE_NAME))')
    .option('--cluster <name>', 'the cluster the host belongs to, for reports of many hosts')
    .option('--every <duration>', 'stay, and audit again after that time: 30m, 1h (for a DaemonSet)')
    .optionsGroup('Help:')
    .version(TOOL.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', `\n${formatsHelp(formats)}\n${AFTER_HELP}`)
    .action(actions.audit);
  program
    .command('explain')
    .summary('explain the control: rationale, audit, remediation, ids by benchmark, behaviour by release')
    .description(
      'Explains the control: rationale, audit, remediation, ids by benchmark, behaviour by release.',
    )
    .option(...NO_COLOUR)
    .helpOption('-h, --help', 'print this help')
    .action(({ color }: { color: boolean }) => {
      rejectAuditOptions(program, 'explain');
      actions.explain({ color: color && program.opts().color });
    });
  program.addCommand(
    createFixCommand(NO_COLOUR, (files, options) => {
      rejectAuditOptions(program, 'fix');
      actions.fix(files, { ...options, color: options.color && program.opts().color });
    }),
  );
  program.addCommand(
    createMergeCommand(fleetFormats, NO_COLOUR, (reports, options) => {
      rejectAuditOptions(program, 'merge');
      actions.merge(reports, { ...options, color: options.color && program.opts().color });
    }),
  );
  program.addCommand(
    createCompletionCommand((shell) => {
      rejectAuditOptions(program, 'completion');
      actions.completion(shell, program);
    }),
  );
  return program;
}

function rejectAuditOptions(program: Command, command: string): void {
  const given = program.options.find(
    (option) =>
      option.long !== '--no-color' && program.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (given === undefined) return;
  const own = program.commands.find((each) => each.name() === command)?.options ?? [];
  const isOwn = own.some(({ long }) => long === given.long);
  throw new AuditError(
    isOwn ? `${given.long} is before ${command}` : `${command} does not take ${given.long}`,
    isOwn
      ? `Put it after the command: kubelet-https-audit ${command} ${given.long}.`
      : `It is an option of the audit. See kubelet-https-audit ${command} --help.`,
  );
}

const AFTER_HELP = `
Examples:
  sudo kubelet-https-audit                     audit this host
  kubelet-https-audit -q && echo compliant     use the exit status
  ps -efww | kubelet-https-audit -             audit a process list
  kubelet-https-audit deploy/                  audit the files in deploy
  kubelet-https-audit --root /host             audit a host mounted at /host
  kubelet-https-audit --format json | jq .     print JSON for scripts
  kubelet-https-audit --report html=audit.html also write a page as evidence
  sudo kubelet-https-audit fix                 show what has to change to pass
  kubelet-https-audit merge reports/           merge the JSON of many hosts

Exit status:
${Object.values(EXIT_STATUSES)
  .map(({ status, meaning }) => `  ${status}  ${meaning.replace('input, ', 'input,\n     ')}`)
  .join('\n')}`;
