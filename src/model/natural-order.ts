const ZERO = 0x30;
const NINE = 0x39;

/**
 * The order in which people number things: `cp-2` before `cp-10`. Numbers count by their value, everything else by its
 * code units, so that the order is the same in every locale. Only equal texts compare as equal.
 */
export function compareNaturally(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const one = a.charCodeAt(i);
    const other = b.charCodeAt(j);
    if (isDigit(one) && isDigit(other)) {
      const [start, otherStart] = [endOf(a, i, isZero), endOf(b, j, isZero)];
      const [end, otherEnd] = [endOf(a, start, isDigit), endOf(b, otherStart, isDigit)];
      const byLength = end - start - (otherEnd - otherStart);
      if (byLength !== 0) return byLength;
      const [digits, others] = [a.slice(start, end), b.slice(otherStart, otherEnd)];
      if (digits !== others) return digits < others ? -1 : 1;
      i = end;
      j = otherEnd;
    } else {
      if (one !== other) return one - other;
      i += 1;
      j += 1;
    }
  }
  const byRest = a.length - i - (b.length - j);
  if (byRest !== 0) return byRest;
  return a === b ? 0 : a < b ? -1 : 1;
}

function endOf(text: string, from: number, is: (code: number) => boolean): number {
  let end = from;
  while (end < text.length && is(text.charCodeAt(end))) end += 1;
  return end;
}

function isZero(code: number): boolean {
  return code === ZERO;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
