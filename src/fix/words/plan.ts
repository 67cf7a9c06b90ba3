import { printable } from '../../model/printable.ts';
import { type Problem, problemText } from '../../model/problem.ts';
import type { Layout } from '../../model/report.ts';
import { wrap } from '../../model/wrap.ts';
import { type Style, styleOf } from '../../reporters/words/style.ts';
import type { AdvisedEdit, FixPlan } from '../plan.ts';

/** What is left to do, for people: what `--write` changes or would change, what it does not, and what else to do. */
export function remainder(plan: FixPlan, isWritten: boolean, layout: Layout): string {
  const style = styleOf(layout);
  const { columns } = style;
  const advice = isWritten ? [] : adviceLines(plan.edits, style);
  return textOf([
    ...plan.manual.map((problem) => problemLines('By hand', problem, style)),
    ...plan.undetermined.map((problem) => problemLines('Unknown', problem, style)),
    ...plan.advice.map((sentence) => wrap(printable(sentence), '', columns)),
    advice,
    isWritten && plan.edits.length > 0 ? [] : wrap(summaryOf(plan), '', columns),
  ]);
}

/** The same advice for several files is given once. */
function adviceLines(edits: readonly AdvisedEdit[], { columns }: Style): string[] {
  const advised = edits.filter(({ advice }) => advice.length > 0);
  const lists = new Set(advised.map(({ advice }) => advice.join('\n')));
  return [...lists].flatMap((list) => [
    ...advised.filter(({ advice }) => advice.join('\n') === list).map(({ path }) => printable(path)),
    ...list.split('\n').flatMap((sentence) => wrap(printable(sentence), '  ', columns)),
  ]);
}

function problemLines(name: string, problem: Problem, { chalk, columns }: Style): string[] {
  const { path, message, hint } = problem;
  const text = message.includes(path) ? message : problemText(problem);
  return wrap(printable(`${text}. ${hint}`), `${chalk.yellow.bold(name)}  `, columns);
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
