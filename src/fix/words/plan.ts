import { Chalk, type ChalkInstance } from 'chalk';
import { printable } from '../../model/printable.ts';
import type { Problem } from '../../model/problem.ts';
import { wrap } from '../../reporters/words/layout.ts';
import type { AdvisedEdit, FixPlan } from '../plan.ts';

/** What is left to do, for people: what `--write` changes or would change, what it does not, and what else to do. */
export function remainder(plan: FixPlan, isWritten: boolean, isColoured: boolean): string {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  const advice = isWritten ? [] : adviceLines(plan.edits);
  return textOf([
    ...plan.manual.map((problem) => problemLines('By hand', problem, chalk)),
    ...plan.undetermined.map((problem) => problemLines('Unknown', problem, chalk)),
    ...plan.advice.map((sentence) => wrap(printable(sentence), '')),
    advice,
    isWritten && plan.edits.length > 0 ? [] : wrap(summaryOf(plan), ''),
  ]);
}

/** The same advice for several files is given once. */
function adviceLines(edits: readonly AdvisedEdit[]): string[] {
  const advised = edits.filter(({ advice }) => advice.length > 0);
  const lists = new Set(advised.map(({ advice }) => advice.join('\n')));
  return [...lists].flatMap((list) => [
    ...advised.filter(({ advice }) => advice.join('\n') === list).map(({ path }) => printable(path)),
    ...list.split('\n').flatMap((sentence) => wrap(printable(sentence), '  ')),
  ]);
}

function problemLines(name: string, { path, message, hint }: Problem, chalk: ChalkInstance): string[] {
  const text = message.includes(path) ? message : `${path}: ${message}`;
  const lines = wrap(printable(`${text}. ${hint}`), `${name}  `);
  return lines.map((line, index) => (index === 0 ? line.replace(name, chalk.yellow.bold(name)) : line));
}

function summaryOf({ edits, manual, undetermined, servers }: FixPlan): string {
  const count = edits.length;
  if (count > 0) {
    const files = count === 1 ? '1 file has to change' : `${count} files have to change`;
    return `${files}. Nothing was written; use --write to apply the change.`;
  }
  if (manual.length > 0) return 'Nothing can be changed here; see above for what to change by hand.';
  if (undetermined.length > 0) return 'Nothing to change was found, but not everything could be checked.';
  return servers === 0 ? 'No API server was found.' : 'Nothing to change.';
}

function textOf(blocks: readonly (readonly string[])[]): string {
  const texts = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return texts.length === 0 ? '' : `${texts.join('\n\n')}\n`;
}
