import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { argumentsToRemove } from '../../src/audit/control/kubelet-https-uses.ts';
import { parseFlags } from '../../src/audit/flags/parse-flags.ts';
import { judgeAlone } from '../../src/audit/judge.ts';
import { without } from '../../src/fix/cut/ranges.ts';
import type { FixPlan } from '../../src/fix/plan.ts';
import { diff } from '../../src/fix/words/diff.ts';
import { INSERTION_ROWS } from '../support/fix/insertion-rows.ts';
import { planTarget, writeTexts } from '../support/fix/plan-texts.ts';
import { fixtureTexts, fuzzing, mutated, mutations } from '../support/fuzzing.ts';
import { temporaryDirectory } from '../support/host-tree.ts';

const TEXTS = new Map(fixtureTexts('files').map(([path, text]) => [path.replace(/^files\//, ''), text]));

/** A file that is changed, and the one that is named: an environment file is read for its unit. */
const PAIRS = [
  ...[...TEXTS.keys()].map((file) => ({ file, target: file })),
  ...INSERTION_ROWS.flatMap(({ file, target }) => (target === undefined ? [] : [{ file, target }])),
];
const EMBEDDED = PAIRS.filter(({ file }) => /embedded|shell|gce|systemd|environment|args/.test(file));

/** Where the flag can stand: what stands there already is an argument, or a key. */
const ARGUMENT = /-{1,2}[a-z][\w-]*(?:=[^\s"'\\,\]}]*)?/g;
const KEY = /(?<=^\s*)[\w-]+(?=:)/gm;
const FLAGS = [
  '--kubelet-https=false',
  '--kubelet-https=0',
  '--kubelet-https',
  '--kubelet-https=no',
  '--kubelet_https=F',
  '-kubelet-https=false',
  '--no-kubelet-https',
  'kubelet-https=false',
  '--kubelet-https false',
];
const KEYS = ['kubelet-https', '"kubelet-https"', 'kubelet_https'];

interface Use {
  /** From 0 to 1: which of the places. */
  readonly at: number;
  readonly way: 'replace' | 'before' | 'line';
  readonly flag: string;
  readonly key: string | undefined;
}

const uses: fc.Arbitrary<Use[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    way: fc.constantFrom('replace', 'before', 'line', 'line'),
    flag: fc.constantFrom(...FLAGS),
    key: fc.constantFrom(undefined, undefined, undefined, ...KEYS),
  }),
  { minLength: 1, maxLength: 4 },
);

function withUse(text: string, { at, way, flag, key }: Use): string {
  const places = [...text.matchAll(key === undefined ? ARGUMENT : KEY)];
  const place = places[Math.floor(at * places.length)];
  if (place === undefined) return text;
  const { 0: found, index } = place;
  const written = key ?? flag;
  const end = index + found.length;
  if (way === 'replace') return text.slice(0, index) + written + text.slice(end);
  if (way === 'before') return `${text.slice(0, index)}${written} ${text.slice(index)}`;
  const lineStart = text.slice(0, index).lastIndexOf('\n') + 1;
  const lineEnd = text.indexOf('\n', end) + 1 || text.length;
  const line = text.slice(lineStart, index) + written + text.slice(end, lineEnd);
  return text.slice(0, lineStart) + line + text.slice(lineStart);
}

async function planOf(
  pair: { file: string; target: string },
  text: string,
  directory: string,
): Promise<FixPlan> {
  const unit = TEXTS.get(pair.target) ?? '';
  writeTexts(directory, { [pair.target]: unit, [pair.file]: text });
  return planTarget(join(directory, pair.target));
}

/** The arguments of each server but those that go from files with an edit; a server without any may go as well. */
function argumentsLeft({ discovery, files }: FixPlan): string[][] {
  const edited = new Set(files.filter(({ kind }) => kind === 'edit').map(({ path }) => path));
  const left = discovery.servers.map((server) => {
    const { origin, release } = server.invocation;
    const own = origin.kind === 'file' ? origin.path : '';
    const toRemove = argumentsToRemove(parseFlags(server.arguments, release));
    const gone = new Set(
      toRemove.map(({ argument }) => argument).filter(({ path = own }) => edited.has(path)),
    );
    return server.arguments.filter((each) => !gone.has(each)).map(({ text }) => text);
  });
  return left.filter((texts) => texts.length > 0);
}

test.each([
  ['any file', PAIRS],
  ['a file with texts in texts', EMBEDDED],
])(
  'whatever %s holds, a fix takes the flag away and nothing else, or leaves it',
  { timeout: fuzzing(1).timeout },
  async (_, pairs) => {
    const fuzz = fuzzing(800);
    const root = temporaryDirectory();
    let [runs, edited] = [0, 0];
    const property = fc.asyncProperty(
      fc.constantFrom(...pairs),
      uses,
      mutations,
      async (pair, all, changes) => {
        runs += 1;
        const directory = join(root, String(pairs.indexOf(pair)));
        const text = mutated(all.reduce(withUse, TEXTS.get(pair.file) ?? ''), changes);
        const plan = await planOf(pair, text, directory);
        const { edits } = plan;
        diff(edits, { context: 0, isColoured: false, isEscaped: true });
        if (edits.length === 0) return;
        edited += 1;
        for (const { before, after, cuts } of edits) expect(after).toBe(without(before, cuts));
        writeTexts('/', Object.fromEntries(edits.map(({ path, after }) => [path, after])));
        const again = await planTarget(join(directory, pair.target));
        expect(argumentsLeft(again)).toEqual(argumentsLeft(plan));
        const paths = new Set(edits.map(({ path }) => path));
        expect(again.files.filter(({ path }) => paths.has(path))).toEqual([]);
        const statuses = again.discovery.servers.map((server) => judgeAlone(server).status);
        expect(plan.files.length === edits.length ? statuses : []).not.toContain('fail');
      },
    );
    await fc.assert(property, fuzz.parameters);
    // Or nothing was tested.
    expect(edited / runs).toBeGreaterThan(0.04);
  },
);
