import { printable } from '../../model/printable.ts';
import { serverLabel } from '../../reporters/words/origin.ts';
import type { Written } from '../backups.ts';
import type { Look, WaitState } from '../watch.ts';
import { linesOf, withStatus } from './progress.ts';

/** That the servers run without the flag. */
export function cameBackText({ findings }: Look, seconds: number, isColoured: boolean): string {
  return linesOf(
    findings.flatMap((finding) => {
      const since = finding.isNew ? `after ${seconds} s` : 'running since before the change';
      return withStatus(finding.status, `${serverLabel(finding)}, ${since}: ${finding.reason}`, isColoured);
    }),
  );
}

/**
 * What runs instead, and how to restore the files.
 *
 * @param starts how many processes were started after the change
 */
export function timeoutText(
  look: Look,
  starts: number,
  written: readonly Written[],
  seconds: number,
  isColoured: boolean,
): string {
  const text = [
    `after ${seconds} s, ${outcomeOf(look, starts)}`,
    ...look.findings.map(seenWords),
    look.kubelet === 'not running'
      ? 'No kubelet is running: start it, and it starts the API server from the changed file.'
      : 'Check its log and the notes above on how to restart it.',
    ...(written.length === 0 ? [] : ['The files stay changed; to restore them:']),
  ].join(' ');
  return linesOf([
    ...withStatus('unknown', text, isColoured),
    ...written.map(({ restore }) => printable(restore)),
  ]);
}

const OUTCOMES: Readonly<Record<WaitState, string>> = {
  back: 'it has only just come up.',
  none: 'no server started from these files is running.',
  'with the flag': 'no API server has come up without the flag.',
  'not restarted': 'the API server has not restarted from the changed file.',
  'not all': 'not every API server that these files define is running.',
};

const STARTS: Readonly<Record<number, string>> = { 1: 'once', 2: 'twice' };

function outcomeOf({ state }: Look, starts: number): string {
  const isUnstable = state === 'back' || state === 'none';
  return isUnstable && starts > 0
    ? `the API server does not stay up: it was started ${STARTS[starts] ?? `${starts} times`}.`
    : OUTCOMES[state];
}

function seenWords(finding: Look['findings'][number]): string {
  const since = finding.isNew ? '' : ', running since before the change';
  return `${serverLabel(finding)}${since}: ${finding.reason}.`;
}
