import { cutsIn } from '../../../src/fix/cut/cuts-in.ts';
import { without } from '../../../src/fix/cut/ranges.ts';
import type { Range } from '../../../src/model/argument.ts';

/** A text with what is between « and » without these, and where that is. */
export function readMarked(marked: string): { text: string; ranges: Range[] } {
  let text = '';
  const ranges = marked.split('«').flatMap((part, index): Range[] => {
    const [inside = '', after = ''] = index === 0 ? ['', part] : part.split('»');
    const start = text.length;
    text += inside + after;
    return index === 0 ? [] : [{ start, end: start + inside.length }];
  });
  return { text, ranges };
}

/** A text without what is between « and », as `fix` would take it out. Throws NeedsManualEdit as that does. */
export function cut(marked: string): string {
  const { text, ranges } = readMarked(marked);
  return without(text, cutsIn(text, ranges));
}
