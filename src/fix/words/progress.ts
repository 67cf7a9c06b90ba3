import { printable } from '../../model/printable.ts';
import type { Layout } from '../../model/report.ts';
import type { VerdictStatus } from '../../model/verdict.ts';
import { wrap } from '../../model/wrap.ts';
import { statusWord } from '../../reporters/words/status.ts';
import { styleOf } from '../../reporters/words/style.ts';
import type { AuditedFile } from '../audit-written.ts';
import type { Written } from '../backups.ts';
import type { FixPlan } from '../plan.ts';

/** Where the old content of a changed file is, and what else to do. */
export function writtenText(
  { path, backup, restore, notes, isOnHost }: Written,
  advice: readonly string[],
  layout: Layout,
): string {
  const { chalk, columns } = styleOf(layout);
  return linesOf([
    `${chalk.bold('Changed')}  ${printable(path)}`,
    `Backup   ${printable(backup)}`,
    `Restore  with this command${isOnHost ? ' on that host' : ''}:`,
    // It will be copied, so it has a line of its own.
    printable(restore),
    ...[...notes, ...advice].flatMap((sentence) => wrap(printable(sentence), 'Note     ', columns)),
  ]);
}

/** What the audit says of the files that were changed. */
export function auditedText(audited: readonly AuditedFile[], layout: Layout): string {
  return linesOf(
    audited.flatMap(({ path, status, reason }) =>
      withStatus(status, `${printable(path)}: ${printable(reason)}`, layout),
    ),
  );
}

/** That a change of files does not change what runs. */
export function stillRunningText(layout: Layout): string {
  const text =
    'Running servers keep their arguments until they restart. A kubelet restarts the servers of its manifests by itself; --wait waits for that.';
  return linesOf(wrap(text, '', styleOf(layout).columns));
}

/** What was done, and what is left, in the last line. */
export function summaryText(
  changed: number,
  { manual, undetermined }: Pick<FixPlan, 'manual' | 'undetermined'>,
  layout: Layout,
): string {
  const parts = [
    `${count(changed, 'file')} changed`,
    ...(manual.length === 0 ? [] : [`${count(manual.length, 'place')} to change by hand, see above`]),
    ...(undetermined.length === 0
      ? []
      : [`${count(undetermined.length, 'thing')} could not be determined, see above`]),
  ];
  return linesOf(['', ...wrap(`${parts.join('; ')}.`, '', styleOf(layout).columns)]);
}

/** A text after the word of its status. */
export function withStatus(status: VerdictStatus, text: string, layout: Layout): string[] {
  const { chalk, columns } = styleOf(layout);
  return wrap(text, `${statusWord(status, chalk)}  `, columns);
}

export function linesOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
