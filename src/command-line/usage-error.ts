import type { CommanderError } from 'commander';
import { AuditError } from '../model/problem.ts';

/** What options of other tools are here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '-o': 'Choose the format with --format, and a file for it with --report.',
  '--output': 'Choose the format with --format, and a file for it with --report.',
  '--kubeconfig': 'No cluster is asked: run it on the host, or name the files that start its API server.',
  '--context': 'No cluster is asked: run it on the host, or name the files that start its API server.',
  '--namespace': 'No cluster is asked: run it on the host, or name the files that start its API server.',
  '--fix': 'fix is a command: kubelet-https-audit fix.',
  '--write': 'Only fix writes: kubelet-https-audit fix --write.',
  '--ignore': 'To accept a failure, name a file of waivers with --waivers.',
  '--skip': 'To accept a failure, name a file of waivers with --waivers.',
  '--file': 'Name files without an option.',
  '--dry-run': 'It changes nothing unless --write is given.',
};

const SUGGESTION = '\n(Did you mean ';

/**
 * A use of the command line that commander rejects, with what to do. commander puts its suggestion in a line of its own
 * after the message.
 *
 * @param command that of `commands` which is first on the command line; undefined for the audit
 * @param ofAudit the options of the audit
 */
export function usageError(
  { code, message }: CommanderError,
  command: string | undefined,
  commands: readonly string[],
  formats: readonly string[],
  ofAudit: readonly (string | undefined)[],
): AuditError {
  if (code === 'commander.help')
    return new AuditError('unknown command', `The commands are ${commands.join(', ')}.`);
  const start = message.lastIndexOf(SUGGESTION);
  const what = message.slice(0, start === -1 ? undefined : start).replace(/^error: /, '');
  const nearest = start === -1 ? undefined : message.slice(start).trim().slice(1, -1);
  const option = /^unknown option '(-[^'=]*)/.exec(what)?.[1] ?? '';
  const format = formats.find((name) => option === `--${name}`);
  const named = format === undefined ? ELSEWHERE[option] : `Did you mean --format ${format}?`;
  const advice = ofAudit.includes(option) ? 'It is an option of the audit.' : (named ?? nearest);
  const help = `See kubelet-https-audit ${command === undefined ? '' : `${command} `}--help.`;
  return new AuditError(what, advice === undefined ? help : `${advice} ${help}`);
}
