import { describe, expect, test } from 'vitest';
import { Budget, type Cost, type Limits, OverBudget } from '../../src/host/budget.ts';

const LIMITS: Limits = { files: 2, bytes: 10, names: 3, milliseconds: 5 };

function isWithin(budget: Budget, cost: Cost): boolean {
  try {
    budget.spend(cost);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(OverBudget);
    return false;
  }
}

describe('a budget', () => {
  test.each<{ why: string; costs: Cost[]; within: boolean[] }>([
    {
      why: 'of files',
      costs: [{ files: 1 }, { files: 1 }, { files: 1 }, {}],
      within: [true, true, false, false],
    },
    { why: 'of bytes', costs: [{ bytes: 10 }, { bytes: 1 }, { names: 1 }], within: [true, false, false] },
    { why: 'of names', costs: [{ names: 3 }, { names: 1 }], within: [true, false] },
    { why: 'of one at once', costs: [{ bytes: 11 }], within: [false] },
  ])('$why ends, and stays so', ({ costs, within }) => {
    const budget = new Budget('a test', LIMITS, () => 0);
    expect(costs.map((cost) => isWithin(budget, cost))).toEqual(within);
  });

  test('of time runs from the first cost, not from its making', () => {
    let now = 100;
    const budget = new Budget('a test', LIMITS, () => now);
    now = 1000;
    expect(isWithin(budget, { names: 1 })).toBe(true);
    now = 1005;
    expect(isWithin(budget, { names: 1 })).toBe(true);
    now = 1006;
    expect(isWithin(budget, {})).toBe(false);
  });

  test('that is shared is used up by all together, and says whose it is', () => {
    const shared = new Budget('all', LIMITS, () => 0);
    const parts = [1, 2, 3].map(() => new Budget('one', LIMITS, () => 0, shared));
    expect(parts.map((part) => isWithin(part, { files: 1 }))).toEqual([true, true, false]);
    expect(() => parts[0]?.spend({ names: 1 })).toThrow('its files exceed the limit for all');
  });

  test('of one that is used up costs the others nothing more', () => {
    const shared = new Budget('all', LIMITS, () => 0);
    const greedy = new Budget('one', { ...LIMITS, files: 1 }, () => 0, shared);
    for (let index = 0; index < 100; index += 1) isWithin(greedy, { files: 1 });
    expect(isWithin(new Budget('one', LIMITS, () => 0, shared), { files: 1 })).toBe(true);
  });
});
