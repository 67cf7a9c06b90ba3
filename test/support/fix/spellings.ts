import fc from 'fast-check';

/** Ways to write the flag as one argument, or as two. */
const ARGUMENTS: readonly (readonly string[])[] = [
  ['--kubelet-https=false'],
  ['--kubelet-https=0'],
  ['--kubelet-https=TRUE'],
  ['--kubelet-https'],
  ['--kubelet-https', 'false'],
  ['--kubelet-https='],
  ['--kubelet-https=no'],
  ['--kubelet-https="false"'],
  ['-kubelet-https=false'],
  ['---kubelet-https=false'],
  ['--no-kubelet-https'],
  ['--no-kubelet-https', 'true'],
  ['--kubelet_https=false'],
  ['--kubelet_https', 'f'],
  ['--Kubelet-HTTPS=False'],
];
const OF_K3S = [
  'kubelet-https=false',
  '--kubelet-https=0',
  'kubelet-https',
  'kubelet-https+=false',
  'kubelet-https-=false',
  'kubelet_https=no',
];
const KEYS = ['kubelet-https', '"kubelet-https"', "'kubelet-https'", 'kubelet_https', 'no-kubelet-https'];
const VALUES = ['"false"', "'false'", 'false', '0', 'TRUE', 'no', '""', '', '!!str false', '"fal\\x73e"'];

/** One use of the flag, and how it is written where there is a choice. */
export interface Spelling {
  readonly words: readonly string[];
  readonly ofK3s: string;
  readonly quote: string;
  /** A tag or an anchor before it, where the format has them. */
  readonly property: string;
  readonly comment: string;
  readonly key: string;
  readonly value: string;
  /** Chooses among further ways. */
  readonly way: number;
}

export const spellings: fc.Arbitrary<Spelling> = fc.record({
  words: fc.constantFrom(...ARGUMENTS),
  ofK3s: fc.constantFrom(...OF_K3S),
  quote: fc.constantFrom('', "'", '"'),
  property: fc.constantFrom('', '', '', '!!str ', '&flag '),
  comment: fc.constantFrom('', ' # no: kubelets have no certificates', '   # TODO [x], {y: "z'),
  key: fc.constantFrom(...KEYS),
  value: fc.constantFrom(...VALUES),
  way: fc.nat(3),
});

/** A word in quotes as YAML has them; without any it has to be plain. */
export function yamlWord(word: string, { quote, property }: Spelling): string {
  if (quote === '"') return `${property}${JSON.stringify(word)}`;
  return `${property}${quote}${word}${quote}`;
}

/** A word in quotes as shells and systemd have them. */
export function shellWord(word: string, { quote }: Spelling): string {
  return word.includes('"') && quote === '"' ? word : `${quote}${word}${quote}`;
}
