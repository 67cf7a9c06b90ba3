import { Chalk, type ChalkInstance } from 'chalk';
import { printable } from '../../model/printable.ts';
import type { Change, Obstacle, Repair } from '../../model/repair.ts';
import { wrap } from '../../reporters/words/layout.ts';

/** What is left to be done, for people: what `--write` changes or would change, what not, and what to do besides. */
export function remainder(repair: Repair, isWritten: boolean, isColoured: boolean): string {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  const advice = isWritten ? [] : adviceLines(repair.changes);
  return textOf([
    ...repair.byHand.map((obstacle) => obstacleLines('By hand', obstacle, chalk)),
    ...repair.undetermined.map((obstacle) => obstacleLines('Unknown', obstacle, chalk)),
    ...repair.advice.map((sentence) => wrap(printable(sentence), '')),
    advice,
    isWritten && repair.changes.length > 0 ? [] : wrap(summaryOf(repair), ''),
  ]);
}

/** The same advice for several files is given once. */
function adviceLines(changes: readonly Change[]): string[] {
  const advised = changes.filter(({ advice }) => advice.length > 0);
  const lists = new Set(advised.map(({ advice }) => advice.join('\n')));
  return [...lists].flatMap((list) => [
    ...advised.filter(({ advice }) => advice.join('\n') === list).map(({ path }) => printable(path)),
    ...list.split('\n').flatMap((sentence) => wrap(printable(sentence), '  ')),
  ]);
}

function obstacleLines(name: string, { where, reason, hint }: Obstacle, chalk: ChalkInstance): string[] {
  const isNamed = reason.includes(where);
  const lines = wrap(printable(`${isNamed ? reason : `${where}: ${reason}`}. ${hint}`), `${name}  `);
  return lines.map((line, index) => (index === 0 ? line.replace(name, chalk.yellow.bold(name)) : line));
}

function summaryOf({ changes, byHand, undetermined, servers }: Repair): string {
  const count = changes.length;
  if (count > 0) {
    const files = count === 1 ? '1 file has to change' : `${count} files have to change`;
    return `${files}. Nothing was written: --write does that.`;
  }
  if (byHand.length > 0)
    return 'There is nothing that can be changed here; what has to change is named above.';
  if (undetermined.length > 0) return 'Nothing to change was found, but not everything could be told.';
  return servers === 0 ? 'No API server was found.' : 'Nothing has to change.';
}

function textOf(blocks: readonly (readonly string[])[]): string {
  const texts = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return texts.length === 0 ? '' : `${texts.join('\n\n')}\n`;
}
