import { Chalk } from 'chalk';
import { printable } from '../../model/printable.ts';
import type { Finding } from '../../model/report.ts';
import type { VerdictStatus } from '../../model/verdict.ts';
import type { Replaced } from '../../replace/replace-file.ts';
import { wrap } from '../../reporters/words/layout.ts';
import { serverLabel } from '../../reporters/words/origin.ts';
import { statusWord, WORDS } from '../../reporters/words/status.ts';
import type { AuditedFile } from '../audit-written.ts';
import type { FixPlan } from '../plan.ts';

/** Where the old content of a changed file is, and what else to do. */
export function writtenText(
  path: string,
  { backup, restore, notes }: Replaced,
  advice: readonly string[],
  isColoured: boolean,
): string {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  return linesOf([
    `${chalk.bold('Changed')}  ${printable(path)}`,
    `Backup   ${printable(backup)}`,
    'Restore  with this command:',
    // It will be copied, so it has a line of its own.
    printable(restore),
    ...[...notes, ...advice].flatMap((sentence) => wrap(printable(sentence), 'Note     ')),
  ]);
}

/** What the audit says of the files that were changed. */
export function auditedText(audited: readonly AuditedFile[], isColoured: boolean): string {
  return linesOf(
    audited.flatMap(({ path, status, reason }) =>
      withStatus(status, `${printable(path)}: ${printable(reason)}`, isColoured),
    ),
  );
}

/** That a change of files does not change what runs. */
export function stillRunningText(): string {
  const text =
    'Running servers keep their arguments until they restart. A kubelet restarts the servers of its manifests by itself; --wait waits for that.';
  return linesOf(wrap(text, ''));
}

/** That the servers run without the flag. */
export function cameBackText(findings: readonly Finding[], seconds: number, isColoured: boolean): string {
  return linesOf(
    findings.flatMap((finding) =>
      withStatus(
        finding.status,
        `${serverLabel(finding)}, after ${seconds} s: ${finding.reason}`,
        isColoured,
      ),
    ),
  );
}

/** What runs instead, and how to restore the files. */
export function timeoutText(
  findings: readonly Finding[],
  written: readonly Replaced[],
  seconds: number,
  isColoured: boolean,
): string {
  const seen = findings.map((finding) => `${serverLabel(finding)}: ${finding.reason}.`);
  const text = [
    `no API server has come up without the flag after ${seconds} s.`,
    ...(seen.length === 0 ? ['No server started from these files is running.'] : seen),
    'Check its log and the notes above on how to restart it.',
    ...(written.length === 0 ? [] : ['The files stay changed; to restore them:']),
  ].join(' ');
  return linesOf([
    ...withStatus('unknown', text, isColoured),
    ...written.map(({ restore }) => printable(restore)),
  ]);
}

/** What was done, and what is left, in the last line. */
export function summaryText(
  changed: number,
  { manual, undetermined }: Pick<FixPlan, 'manual' | 'undetermined'>,
): string {
  const parts = [
    `${count(changed, 'file')} changed`,
    ...(manual.length === 0 ? [] : [`${count(manual.length, 'place')} to change by hand, see above`]),
    ...(undetermined.length === 0
      ? []
      : [`${count(undetermined.length, 'thing')} could not be determined, see above`]),
  ];
  return linesOf(['', ...wrap(`${parts.join('; ')}.`, '')]);
}

/** A text after the word of its status. */
function withStatus(status: VerdictStatus, text: string, isColoured: boolean): string[] {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  return wrap(text, `${WORDS[status]}  `).map((line, index) =>
    index === 0 ? line.replace(WORDS[status], statusWord(status, chalk)) : line,
  );
}

function linesOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
