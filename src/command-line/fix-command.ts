import { Command, Option } from 'commander';
import { AuditError } from '../model/problem.ts';
import { parseLines, parseMilliseconds, rejectEmptyRoot, rejectLostDirectory } from './option-values.ts';
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

export function createFixCommand(
  noColour: readonly [string, string],
  action: (files: readonly string[], options: FixOptions) => void,
): Command {
  return new Command('fix')
    .summary('remove the flag from the files that start API servers: print a diff, or apply it with --write')
    .description(
      'Removes --kubelet-https from the files that start API servers. Prints a diff, or applies it with --write.',
    )
    .usage('[options] [file...]')
    .argument('[file...]', 'files or directories (default: those that start the API servers of this host)')
    .optionsGroup('Fix options:')
    .option('--write', 'change the files; otherwise nothing is written')
    .option(
      '--backup-dir <dir>',
      'where to keep the old files (as root /var/backups/kubelet-https-audit, otherwise under ~/.local/state)',
    )
    .option('--pause <seconds>', 'pause between two files (1 if a kubelet may watch them, otherwise 0)')
    .addOption(waitOption())
    .addOption(new Option('--root <dir>', 'fix the host mounted at this directory').default('/', 'this host'))
    .option('--allow-missing', 'exit 0 if no API server is found (for worker nodes)')
    .optionsGroup('Output options:')
    .addOption(
      new Option('-U, --unified <lines>', 'lines of context in the diff (they may contain secrets)').default(
        '0',
        '0',
      ),
    )
    .option('-q, --quiet', 'print only errors, and set the exit status')
    .option(...noColour)
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', AFTER_HELP)
    .action(action);
}

/** Its value follows `=`, and the help says so. */
function waitOption(): Option {
  const option = new Option(
    '--wait [seconds]',
    `wait until the API servers run without the flag (default: ${USUAL_WAIT})`,
  );
  option.flags = '--wait[=<seconds>]';
  return option;
}

/** A bare `--wait` must not take the file after it for its value. */
export function withWaitClosed(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((text, index) => (text === '--wait' && (end === -1 || index < end) ? '--wait=' : text));
}

/** Throws an AuditError for invalid use. */
export function fixRequest(files: readonly string[], options: FixOptions): FixRequest {
  if (files.includes('')) throw new AuditError('a file is empty', 'Give its path.');
  if (files.includes('-')) {
    throw new AuditError('fix changes files, and cannot change standard input', 'Name the files.');
  }
  rejectEmptyRoot(options.root);
  if (files.length > 0 && options.root !== '/') {
    throw new AuditError('files cannot be combined with --root', 'Name files, or a host with --root.');
  }
  const isToBeWritten = options.write ?? false;
  const forWriting = { '--backup-dir': options.backupDir, '--pause': options.pause, '--wait': options.wait };
  const [useless] = Object.entries(forWriting).find(([, value]) => value !== undefined) ?? [];
  if (!isToBeWritten && useless) throw new AuditError(`${useless} requires --write`, 'Add --write.');
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
    pause: options.pause === undefined ? undefined : parseMilliseconds('--pause', options.pause),
    patience:
      options.wait === undefined ? undefined : parseMilliseconds('--wait', options.wait || USUAL_WAIT),
    context: parseLines('--unified', options.unified),
    isMissingAllowed: options.allowMissing ?? false,
    isQuiet: options.quiet ?? false,
    isColourWanted: options.color,
  };
}

const AFTER_HELP = `
Examples:
  sudo kubelet-https-audit fix                 show the change for this host
  sudo kubelet-https-audit fix --write --wait  apply it, and wait for restarts
  kubelet-https-audit fix deploy/              show the change for deploy
  kubelet-https-audit fix deploy/ | patch -p1  apply that with patch

Exit status:
  0  nothing needs to change, or everything was changed
  1  something needs to change
  2  undetermined, or a file could not be written
  3  no API server found`;
