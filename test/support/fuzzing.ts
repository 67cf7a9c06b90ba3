import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

/** Seconds for each property; without it as many runs as given, always the same ones. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 0);
const SEED = 20_261_125;

/** Parameters for fast-check, and a time limit for the test around it: the same runs each time, or new ones for a while. */
export function fuzzing(runs: number): { parameters: fc.Parameters<unknown>; timeout: number } {
  if (SECONDS === 0) return { parameters: { numRuns: runs, seed: SEED }, timeout: 240_000 };
  return {
    parameters: {
      numRuns: Number.MAX_SAFE_INTEGER,
      interruptAfterTimeLimit: SECONDS * 1000,
      markInterruptAsFailure: false,
    },
    timeout: SECONDS * 1000 + 60_000,
  };
}

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

/** The texts below a directory of fixtures by their paths. */
export function fixtureTexts(directory: string): readonly (readonly [path: string, text: string])[] {
  return readdirSync(join(FIXTURES, directory), { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path.slice(FIXTURES.length + 1), readFileSync(path, 'utf8')]);
}

/** What means something to one of the grammars, or to a terminal. */
const TOKENS = [
  ...[
    '"',
    "'",
    '\\',
    '\\\n',
    '\\"',
    '`',
    '$',
    '$(',
    '${',
    '$((',
    '%',
    '%n',
    '#',
    ' #',
    ';',
    '&',
    '|',
    '>',
    '<<EOF\n',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ': ',
    '- ',
    '? ',
    '|\n',
    '>-\n',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '!!binary ',
    '!x ',
  ],
  ...[
    '&a ',
    '*a',
    '<<: *a\n',
    '<<: ',
    '{{',
    '}}',
    '{% if %}',
    '<%= x %>',
    '[Service]\n',
    'ExecStart=',
    'Environment=',
  ],
  ...[
    '--',
    '-',
    '=',
    '--kubelet-https',
    '--kubelet-https=false',
    '--kubelet_https=0',
    '--etcd-servers',
    '-v',
    'true',
  ],
  ...[
    'kube-apiserver',
    'hyperkube',
    'k3s server',
    'sh -c ',
    '/bin/sh',
    'exec ',
    'flock ',
    'null',
    '~',
    '0x1',
    '1e3',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '\0',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\u001b[2J',
    '\u202e',
    '\ud800',
    'é',
    '😀',
  ],
  ...[
    '::error::x',
    '##vso[x]',
    '\n::set-output name=x::y',
    '__proto__',
    'constructor',
    'toString',
    '\\x61',
    '\\u0061',
  ],
] as const;

/** What means something to what a report is written in, or to the runner of a CI. */
const MARKUP = [
  '<img src=x onerror=alert(1)>',
  '</code></style><script>',
  '&amp;',
  '&#0;',
  ']]>',
  '<!--',
  '-->',
  '**',
  '``',
  '| a |',
  '[a](javascript:x)',
  '![a](//x)',
  '@org/team',
  'https://x.org',
  '%0A::error::x',
  '##[group]',
  ' ::stop-commands::x',
  "##teamcity[x 'y']",
  '\udcff',
  '\u200b',
] as const;

interface Mutation {
  /** From 0 to 1: where in the text. */
  readonly at: number;
  readonly length: number;
  readonly kind: 'insert' | 'delete' | 'repeat' | 'cut' | 'replace';
  readonly token: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof({ weight: 3, arbitrary: fc.nat(8) }, { weight: 1, arbitrary: fc.nat(400) }),
  kind: fc.constantFrom('insert', 'insert', 'replace', 'delete', 'repeat', 'cut'),
  token: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...TOKENS) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
  ),
});

/** Up to six changes of a text, to be applied with `mutated`. */
export const mutations = fc.array(mutation, { maxLength: 6 });

export function mutated(text: string, changes: readonly Mutation[]): string {
  return changes.reduce((current, { at, length, kind, token }) => {
    const start = Math.floor(at * current.length);
    const end = Math.min(start + length, current.length);
    const part = current.slice(start, end);
    switch (kind) {
      case 'insert':
        return current.slice(0, start) + token + current.slice(start);
      case 'replace':
        return current.slice(0, start) + token + current.slice(end);
      case 'delete':
        return current.slice(0, start) + current.slice(end);
      case 'repeat':
        return current.slice(0, end) + part + current.slice(end);
      case 'cut':
        return current.slice(0, end);
      default:
        return kind satisfies never;
    }
  }, text);
}

/** A text made of what means something to one reader or another, short or long enough to be cut. */
export const hostileText = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...TOKENS) },
        { weight: 1, arbitrary: fc.constantFrom(...MARKUP) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
      ),
      { maxLength: 8 },
    ),
    fc.constantFrom(1, 1, 1, 40),
  )
  .map(([parts, times]) => parts.join('').repeat(times));
