/** The first whole number from `low` up to `high` for which a condition holds that holds for all behind it; or `high`. */
export function firstWhere(low: number, high: number, holds: (candidate: number) => boolean): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
