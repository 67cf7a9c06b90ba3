import { printable } from '../../model/printable.ts';
import type { Layout } from '../../model/report.ts';
import { serverLabel } from '../../reporters/words/origin.ts';
import type { Written } from '../backups.ts';
import type { Look, WaitState } from '../watch.ts';
import { linesOf, withStatus } from './progress.ts';

/** That the servers run without the flag. */
export function cameBackText({ findings }: Look, seconds: number, layout: Layout): string {
  return linesOf(
    findings.flatMap((finding) => {
      const since = finding.isNew ? `after ${seconds} s` : 'running since before the change';
      return withStatus(finding.status, `${serverLabel(finding)}, ${since}: ${finding.reason}`, layout);
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
  layout: Layout,
): string {
  const text = [
    `after ${seconds} s, ${outcomeOf(look, starts)}`,
    ...look.findings.map((finding) => seenWords(finding, written.length > 0)),
    adviceOn(look),
    ...(written.length === 0 ? [] : ['The files stay changed; to restore them:']),
  ].join(' ');
  return linesOf([
    ...withStatus('unknown', text, layout),
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
  const times = STARTS[starts] ?? `${starts} times`;
  if (starts > 0 && state === 'back') return `the API server does not stay up: it was started ${times}.`;
  return starts > 0 && state === 'none'
    ? `no server started from these files is running, though one was started ${times}.`
    : OUTCOMES[state];
}

function seenWords(finding: Look['findings'][number], isChanged: boolean): string {
  const since = isChanged ? ', running since before the change' : ', still running';
  return `${serverLabel(finding)}${finding.isNew ? '' : since}: ${finding.reason}.`;
}

function adviceOn({ kubelet, isKubelets }: Look): string {
  if (!isKubelets) return 'Restart the server, and check its log.';
  return kubelet === 'not running'
    ? 'No kubelet is running: start it, and it starts the API server from the file.'
    : 'Check "crictl ps -a" and the log of the kubelet.';
}
