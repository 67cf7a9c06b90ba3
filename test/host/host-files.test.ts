import { expect, test } from 'vitest';
import { cachedPerView } from '../../src/host/host-files.ts';
import { rootFiles } from '../support/root-files.ts';

test('is read once for a view and names, and its problems are noted for everybody who asks', () => {
  const reads: string[] = [];
  const read = cachedPerView((view, first: string, second: string) => {
    reads.push(`${view.base} ${first} ${second}`);
    view.problems.push({ path: first, message: 'm', hint: 'h' });
    return second === 'none' ? undefined : reads.length;
  });
  const view = rootFiles('a');
  expect(read(view, 'x', 'y')).toBe(1);
  expect(read(view, 'x', 'y')).toBe(1);
  expect(read(view, 'x', 'none')).toBe(undefined);
  expect(read(view, 'x', 'none')).toBe(undefined);
  expect(view.problems.map(({ path }) => path)).toEqual(['x', 'x', 'x', 'x']);
  expect(read({ ...view, base: 'b' }, 'x', 'y')).toBe(3);
  expect(reads).toEqual(['a x y', 'a x none', 'b x y']);
});
