import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INSERTION_ROWS, type InsertionRow } from '../support/fix/insertion-rows.ts';
import { type Anchor, INSERT, withInsertions } from '../support/fix/insertions.ts';
import { plannedText, planTexts } from '../support/fix/plan-texts.ts';
import { type Spelling, spellings } from '../support/fix/spellings.ts';
import { temporaryDirectory } from '../support/host-tree.ts';

const RUNS = 40;
const FIXTURES = fileURLToPath(new URL('../fixtures/files', import.meta.url));

interface Variant {
  readonly hasCarriageReturns: boolean;
  readonly hasLastNewline: boolean;
  readonly hasMark: boolean;
  /** How many blanks stand for one. */
  readonly factor: number;
}

const variants: fc.Arbitrary<Variant> = fc.record({
  hasCarriageReturns: fc.boolean(),
  hasLastNewline: fc.boolean(),
  hasMark: fc.boolean(),
  factor: fc.constantFrom(1, 1, 2, 3),
});
interface Use {
  readonly place: number;
  readonly isBefore: boolean;
  readonly spelling: Spelling;
}

const uses = fc.array(fc.record({ place: fc.nat(), isBefore: fc.boolean(), spelling: spellings }), {
  minLength: 1,
  maxLength: 3,
});

function fixtureText(path: string): string {
  return readFileSync(join(FIXTURES, path), 'utf8');
}

/** The same file as another person would have written it. */
function varied(text: string, { isBlock, isLineFeedOnly }: InsertionRow, variant: Variant): string {
  const indented = isBlock ? widened(text, variant.factor) : text;
  const ended = variant.hasLastNewline ? indented : indented.trimEnd();
  const marked = variant.hasMark && !isLineFeedOnly ? `\ufeff${ended}` : ended;
  return variant.hasCarriageReturns && !isLineFeedOnly ? marked.replaceAll('\n', '\r\n') : marked;
}

/** Every level of indentation with its blanks several times; a dash counts as one of them. */
function widened(text: string, factor: number): string {
  return text.replace(/^[ -]+(?=[^ -])/gm, (blanks) => {
    if (/^-*$/.test(blanks) || !/^[ ]*(?:- )*-*$/.test(blanks)) return blanks;
    const [, level = '', flag = ''] = /^(.*?)(-*)$/.exec(blanks) ?? [];
    return `${level.replace(/ /g, ' '.repeat(factor)).replace(/- +/g, (dash) => dash.padEnd(2 * factor))}${flag}`;
  });
}

function insertInto(text: string, row: InsertionRow, all: readonly Use[]): string {
  const source = row.beside.source.replaceAll('\\n', '\\r?\\n').replaceAll('- ', '- +');
  const pattern = new RegExp(source, row.beside.flags);
  const anchors = [...text.matchAll(pattern)].map(
    ({ 0: found, index }): Anchor => ({ start: index, end: index + found.trimEnd().length }),
  );
  return withInsertions(
    text,
    all.flatMap(({ place, isBefore, spelling }) => {
      const anchor = anchors[place % anchors.length];
      return anchor ? [INSERT[row.as](text, anchor, isBefore, spelling)] : [];
    }),
  );
}

describe('a flag that was inserted is taken out again, and nothing else', () => {
  test.each(INSERTION_ROWS)('$file: $as', async (row) => {
    const root = temporaryDirectory();
    const { file, target = file } = row;
    const others = target === file ? {} : { [target]: fixtureText(target) };
    const plan = (text: string) => planTexts(root, { ...others, [file]: text }, target);
    const original = fixtureText(file);
    const clean = plannedText(await plan(original), original);
    await fc.assert(
      fc.asyncProperty(variants, uses, async (variant, all) => {
        const before = varied(clean, row, variant);
        const inserted = insertInto(before, row, all);
        expect(inserted).not.toBe(before);
        expect(plannedText(await plan(inserted), inserted)).toBe(before);
      }),
      { numRuns: RUNS },
    );
  });
});
