import { without } from '../../../src/fix/ranges.ts';
import { removalsIn } from '../../../src/fix/removals-in.ts';
import type { Range } from '../../../src/model/argument.ts';

/** A text without what stands between « and », as `fix` would take it out. Throws ByHand as that does. */
export function cut(marked: string): string {
  let text = '';
  const ranges = marked.split('«').flatMap((part, index): Range[] => {
    const [inside = '', behind = ''] = index === 0 ? ['', part] : part.split('»');
    const start = text.length;
    text += inside + behind;
    return index === 0 ? [] : [{ start, end: start + inside.length }];
  });
  return without(text, removalsIn(text, ranges));
}
