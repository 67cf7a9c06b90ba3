const WIDTH = 80;

/**
 * Lines of at most 80 columns: `lead` before the first, as many blanks before the others. Words are not broken, so a
 * long path may stand out.
 */
export function wrap(text: string, lead: string): string[] {
  const indent = ' '.repeat(lead.length);
  const lines: string[] = [];
  let line = lead;
  for (const word of text.split(' ')) {
    const isFirst = line.length === lead.length;
    if (!isFirst && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else {
      line += isFirst ? word : ` ${word}`;
    }
  }
  return [...lines, line];
}
