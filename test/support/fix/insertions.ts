import { type Spelling, shellWord, yamlWord } from './spellings.ts';

/** A place of a text where the flag can be written: around something that is there. */
export interface Anchor {
  readonly start: number;
  readonly end: number;
}

export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Writes the flag before or after an anchor. */
export type Insert = (text: string, anchor: Anchor, isBefore: boolean, spelling: Spelling) => Insertion;

/** What its lines are when it stands on lines of its own, each without indentation. */
type Lines = (spelling: Spelling) => readonly string[];

/** Lines of their own, indented as the line of the anchor. */
function asLines(linesOf: Lines): Insert {
  return (text, anchor, isBefore, spelling) => {
    const start = text.lastIndexOf('\n', anchor.start - 1) + 1;
    const newline = text.indexOf('\n', anchor.end);
    const indentation = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
    const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
    const lines = linesOf(spelling).map((line) => `${indentation}${line}`);
    if (isBefore) return { at: start, text: lines.map((line) => `${line}${lineEnd}`).join('') };
    if (newline === -1) return { at: text.length, text: lines.map((line) => `${lineEnd}${line}`).join('') };
    return { at: newline + 1, text: lines.map((line) => `${line}${lineEnd}`).join('') };
  };
}

/** Right beside the anchor with a separator between. */
function beside(separator: string, textOf: (spelling: Spelling) => string): Insert {
  return (_, { start, end }, isBefore, spelling) =>
    isBefore
      ? { at: start, text: `${textOf(spelling)}${separator}` }
      : { at: end, text: `${separator}${textOf(spelling)}` };
}

/** `--no-kubelet-https=…` is written so in a map. */
const entryOf = ({ key, value }: Spelling) => `${key}: ${value}`.trimEnd();

/** How a person writes the flag, by the shape of what is around it. */
export const INSERT = {
  /** An item of a block list. */
  item: asLines((spelling) => {
    const { words, way, comment, property } = spelling;
    if (way === 0) return words.flatMap((word) => [`- ${property}>-${comment}`, `    ${word}`]);
    if (way === 1) return words.flatMap((word) => [`- ${property}|-`, `  ${word}`]);
    return words.map((word) => `- ${yamlWord(word, spelling)}${comment}`);
  }),
  /** A list that has nothing else. */
  list: asLines((spelling) => {
    const { words, way, comment } = spelling;
    if (way < 2) return [`args: [${words.map((word) => JSON.stringify(word)).join(', ')}]${comment}`];
    return [`args:${comment}`, ...words.map((word) => `- ${yamlWord(word, spelling)}${comment}`)];
  }),
  /** Maps that have nothing else. */
  maps: asLines((spelling) => ['apiServer:', `  extraArgs:${spelling.comment}`, `    ${entryOf(spelling)}`]),
  /** The same in a string of JSON. */
  mapsInJson: beside('', ({ value }) =>
    JSON.stringify(`apiServer:\n  extraArgs:\n    kubelet-https: ${value}\n`).slice(1, -1),
  ),
  /** An entry with a list in compact JSON. */
  compactEntry: beside(',', ({ way }) => `"kubelet-https":["${way}"]`),
  /** A value of k3s's list. */
  itemOfK3s: asLines((spelling) => [`- ${yamlWord(spelling.ofK3s, spelling)}${spelling.comment}`]),
  /** A key of a block map. */
  entry: asLines((spelling) => [`${entryOf(spelling)}${spelling.comment}`]),
  /** A key of a block map with a list of values. */
  entryOfList: asLines(({ key, value, way, comment }) =>
    way < 2 || value === ''
      ? [`${key}: ["true",${' '.repeat(way)}false]${comment}`]
      : [`${key}:${comment}`, `${way === 3 ? '' : '  '}- "true"`, `${way === 3 ? '' : '  '}- ${value}`],
  ),
  /** An item of kubeadm's list of names and values. */
  named: asLines(({ key, value, way, comment }) => {
    if (way === 0) return [`- {name: ${key}, value: ${value}}${comment}`];
    if (way === 1) return [`- value: ${value}${comment}`, `  name: ${key}`];
    return [`- name: ${key}${comment}`, `  value: ${value}`];
  }),
  /** An item of a flow list, or of JSON. */
  flow: beside(', ', ({ words }) => words.map((word) => JSON.stringify(word)).join(', ')),
  compactFlow: beside(',', ({ words }) => words.map((word) => JSON.stringify(word)).join(',')),
  /** An item of a flow list on a line of its own. */
  flowLine: ((text, { start }, _, { words }) => {
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
    return {
      at: start - line.length,
      text: words.map((word) => `${line}${JSON.stringify(word)},${lineEnd}`).join(''),
    };
  }) satisfies Insert,
  /** Words of a shell, a unit or a file of arguments. */
  words: beside(' ', (spelling) => spelling.words.map((word) => shellWord(word, spelling)).join(' ')),
  /** Words in a text that is in quotes itself. */
  plainWords: beside(' ', ({ words }) => words.join(' ').replaceAll('"', '')),
  /** Words in a string of JSON. */
  jsonWords: beside(' ', (spelling) =>
    JSON.stringify(spelling.words.map((word) => shellWord(word, spelling)).join(' ')).slice(1, -1),
  ),
  /** A line of a file of arguments. */
  argumentLine: asLines((spelling) => spelling.words.map((word) => shellWord(word, spelling))),
  /** A line that the next one continues, before or after one that is continued. */
  continued: asLines((spelling) => spelling.words.map((word) => `${shellWord(word, spelling)} \\`)),
  continuedOfK3s: asLines(({ ofK3s, way }) =>
    way < 2
      ? [`'--kube-apiserver-arg=${ofK3s}' \\`]
      : way === 2
        ? ["'--kube-apiserver-arg' \\", `${ofK3s} \\`]
        : [`--kube-apiserver-arg "${ofK3s}" \\`],
  ),
  /** The last line of a command: the one before is now continued. */
  last: ((text, { start, end }, _, spelling) => {
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const words = spelling.words.map((word) => shellWord(word, spelling)).join(' ');
    return { at: end, text: ` \\${text.includes('\r\n') ? '\r\n' : '\n'}${line}${words}` };
  }) satisfies Insert,
} as const satisfies Readonly<Record<string, Insert>>;

/** A text with all insertions, those for one place in their order. */
export function withInsertions(text: string, insertions: readonly Insertion[]): string {
  return [...insertions]
    .sort((a, b) => b.at - a.at)
    .reduce((result, { at, text: inserted }) => `${result.slice(0, at)}${inserted}${result.slice(at)}`, text);
}
