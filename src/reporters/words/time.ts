const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** A moment as people read it: `31 January 2026, 12:00:00 UTC`. */
export function timeWords(moment: Date): string {
  return `${DAY.format(moment)}, ${moment.toISOString().slice(11, 19)} UTC`;
}
