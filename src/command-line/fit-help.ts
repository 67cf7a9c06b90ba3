import { wrap } from '../model/wrap.ts';

/** Help for a narrow terminal: a line that is too long keeps the place of what its last column says. */
export function fitHelp(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= columns ? [line] : wrap(...splitLead(line), columns)))
    .join('\n');
}

/** The last column of a line, and what stands before it. */
function splitLead(line: string): [text: string, lead: string] {
  const gap = line.lastIndexOf('  ');
  const start = gap === -1 ? 0 : gap + '  '.length;
  return [line.slice(start), line.slice(0, start)];
}
