import { Command, Option } from 'commander';
import { AuditError } from '../model/audit-error.ts';
import { rejectLostDirectory } from './reject-lost-directory.ts';
import type { FixRequest } from './request.ts';

export interface FixOptions {
  readonly root: string;
  readonly write?: boolean;
  readonly backupDir?: string;
  readonly pause?: string;
  readonly wait?: string;
  readonly unified: string;
  readonly allowMissing?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

const USUAL_WAIT = '180';
const MAX_SECONDS = 86_400;
const MAX_LINES = 1000;

/** The command `fix` with its options and help. */
export function createFixCommand(
  noColour: readonly [string, string],
  action: (files: readonly string[], options: FixOptions) => void,
): Command {
  return new Command('fix')
    .description('remove the flag from the files that start API servers: a diff, or with --write the change')
    .usage('[options] [file...]')
    .argument('[file...]', 'files or directories; nothing for what starts the API servers of this host')
    .optionsGroup('What is changed:')
    .option('--write', 'change the files; without it nothing is written')
    .option(
      '--backup-dir <dir>',
      'where the old files go (as root /var/backups/kubelet-https-audit, else below ~/.local/state)',
    )
    .option('--pause <seconds>', 'between two files; 1 where a kubelet may watch them, else 0')
    .addOption(waitOption())
    .addOption(new Option('--root <dir>', 'the host under this directory').default('/', 'this host'))
    .option('--allow-missing', 'no API server is exit 0 (worker nodes)')
    .optionsGroup('What is printed:')
    .addOption(
      new Option('-U, --unified <lines>', 'lines of context in the diff; they may hold secrets').default(
        '0',
        '0',
      ),
    )
    .option('-q, --quiet', 'nothing but errors, only the exit status')
    .option(...noColour)
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', AFTER_HELP)
    .action(action);
}

/** Its value stands behind `=`, and the help says so. */
function waitOption(): Option {
  const option = new Option('--wait [seconds]', `until the API servers run without the flag (${USUAL_WAIT})`);
  option.flags = '--wait[=<seconds>]';
  return option;
}

/** A bare `--wait` must not take a file behind it for its value. */
export function withWaitClosed(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((text, index) => (text === '--wait' && (end === -1 || index < end) ? '--wait=' : text));
}

/** Throws an AuditError for what is no valid use. */
export function fixRequest(files: readonly string[], options: FixOptions): FixRequest {
  if (files.includes('')) throw new AuditError('a file is empty', 'Give its path.');
  if (files.includes('-')) {
    throw new AuditError('fix changes files, and cannot change standard input', 'Name the files.');
  }
  if (options.root === '')
    throw new AuditError('--root is empty', 'Give the directory a host is mounted at.');
  if (files.length > 0 && options.root !== '/') {
    throw new AuditError('files cannot be combined with --root', 'Name files, or a host with --root.');
  }
  const isToBeWritten = options.write ?? false;
  const forWriting = { '--backup-dir': options.backupDir, '--pause': options.pause, '--wait': options.wait };
  const [useless] = Object.entries(forWriting).find(([, value]) => value !== undefined) ?? [];
  if (!isToBeWritten && useless)
    throw new AuditError(`${useless} is of no use without --write`, 'Add --write.');
  if (options.wait !== undefined && options.root !== '/') {
    throw new AuditError('--wait cannot be combined with --root', 'It watches the processes of this host.');
  }
  if (options.backupDir === '') throw new AuditError('--backup-dir is empty', 'Give a directory.');
  rejectLostDirectory([...files, options.root, options.backupDir ?? '/']);
  return {
    command: 'fix',
    targets: [...new Set(files)],
    root: options.root,
    isToBeWritten,
    backupDirectory: options.backupDir,
    pause: options.pause === undefined ? undefined : milliseconds('--pause', options.pause),
    patience: options.wait === undefined ? undefined : milliseconds('--wait', options.wait || USUAL_WAIT),
    context: lines('--unified', options.unified),
    isMissingAllowed: options.allowMissing ?? false,
    isQuiet: options.quiet ?? false,
    isColourWanted: options.color,
  };
}

function milliseconds(option: string, text: string): number {
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(text) && Number(text) <= MAX_SECONDS) return Number(text) * 1000;
  throw new AuditError(`${option} ${text} is not a number of seconds`, `Give one from 0 to ${MAX_SECONDS}.`);
}

function lines(option: string, text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= MAX_LINES) return Number(text);
  throw new AuditError(`${option} ${text} is not a number of lines`, `Give one from 0 to ${MAX_LINES}.`);
}

const AFTER_HELP = `
Examples:
  sudo kubelet-https-audit fix                 what has to change on this host
  sudo kubelet-https-audit fix --write --wait  change it, and see it come back
  kubelet-https-audit fix deploy/              what has to change in deploy
  kubelet-https-audit fix deploy/ | patch -p1  change that with patch

Exit status:
  0  nothing has to change, or all of it was changed
  1  something has to change
  2  could not tell, or could not write
  3  no API server found`;
