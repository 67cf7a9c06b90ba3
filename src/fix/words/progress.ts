import { Chalk } from 'chalk';
import { printable } from '../../model/printable.ts';
import type { VerdictStatus } from '../../model/verdict.ts';
import { wrap } from '../../reporters/words/layout.ts';
import { statusWord, WORDS } from '../../reporters/words/status.ts';
import type { AuditedFile } from '../audit-written.ts';
import type { Written } from '../backups.ts';
import type { FixPlan } from '../plan.ts';

/** Where the old content of a changed file is, and what else to do. */
export function writtenText(
  { path, backup, restore, notes, isOnHost }: Written,
  advice: readonly string[],
  isColoured: boolean,
): string {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  return linesOf([
    `${chalk.bold('Changed')}  ${printable(path)}`,
    `Backup   ${printable(backup)}`,
    `Restore  with this command${isOnHost ? ' on that host' : ''}:`,
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
export function withStatus(status: VerdictStatus, text: string, isColoured: boolean): string[] {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  return wrap(text, `${WORDS[status]}  `).map((line, index) =>
    index === 0 ? line.replace(WORDS[status], statusWord(status, chalk)) : line,
  );
}

export function linesOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
