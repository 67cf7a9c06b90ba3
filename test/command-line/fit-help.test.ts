import { expect, test } from 'vitest';
import { fitHelp } from '../../src/command-line/fit-help.ts';

const HELP = `Usage: tool [options]

Options:
  -f, --format <name>  the format of a report, which people or programs read
  -q                   short

Exit status:
  2  undetermined: a usage error, or an internal
     error`;

test('a line that is too long keeps the place of its last column, or goes below where that is narrow', () => {
  expect(fitHelp(HELP, 80)).toBe(HELP);
  const gap = ' '.repeat(23);
  expect(fitHelp(HELP, 60)).toContain(`which people\n${gap}or programs read\n  -q `);
  expect(fitHelp(HELP, 40)).toBe(`Usage: tool [options]

Options:
  -f, --format <name>
    the format of a report, which people
    or programs read
  -q                   short

Exit status:
  2  undetermined: a usage error, or an
     internal
     error`);
});
