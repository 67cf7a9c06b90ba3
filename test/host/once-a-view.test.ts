import { expect, test } from 'vitest';
import type { Problem } from '../../src/model/problem.ts';
import { onceAView } from '../../src/host/once-a-view.ts';

test('is read once for a view and names, and its problems are said to everybody who asks', () => {
  const reads: string[] = [];
  const read = onceAView((view, problems, first: string, second: string) => {
    reads.push(`${view.base} ${first} ${second}`);
    problems.push({ path: first, message: 'm', hint: 'h' });
    return second === 'none' ? undefined : reads.length;
  });
  const view = { base: 'a' };
  const problems: Problem[] = [];
  expect(read(view, problems, 'x', 'y')).toBe(1);
  expect(read(view, problems, 'x', 'y')).toBe(1);
  expect(read(view, problems, 'x', 'none')).toBe(undefined);
  expect(read(view, problems, 'x', 'none')).toBe(undefined);
  expect(read({ base: 'b' }, problems, 'x', 'y')).toBe(3);
  expect(reads).toEqual(['a x y', 'a x none', 'b x y']);
  expect(problems.map(({ path }) => path)).toEqual(['x', 'x', 'x', 'x', 'x']);
});
