import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { checkSync } from 'recheck';
import { afterAll, expect, test, vi } from 'vitest';

/** Of src: where it is written, and the expression. */
type Written = readonly [place: string, expression: RegExp];

const SRC = join(import.meta.dirname, '../src');
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Some are judged by the time that texts take, which may be long on a machine that has other things to do. */
const TRIES = 3;
const LONG = { timeout: 600_000 };

const made: Written[] = [];

/** Notes what the modules of src make while they are loaded and run. */
const Noting = new Proxy(RegExp, {
  construct(target, [pattern, flags]: [string, string | undefined]) {
    const expression = new target(pattern, flags);
    const [, place] = /\/(src\/[^?:)]+)/.exec(new Error().stack?.split('\n')[2] ?? '') ?? [];
    if (place !== undefined) made.push([place, expression]);
    return expression;
  },
});

function literalsOf(file: string): Written[] {
  const code = readFileSync(join(SRC, file), 'utf8');
  const found: Written[] = [];
  const visitor = new Visitor({
    Literal(node) {
      if (!('regex' in node)) return;
      const line = code.slice(0, node.start).split('\n').length;
      found.push([`src/${file}:${line}`, new RegExp(node.regex.pattern, node.regex.flags)]);
    },
  });
  visitor.visit(parseSync(file, code).program);
  return found;
}

async function composed(): Promise<Written[]> {
  vi.stubGlobal('RegExp', Noting);
  for (const file of FILES.filter((name) => readFileSync(join(SRC, name), 'utf8').includes('new RegExp'))) {
    await import(join(SRC, file));
  }
  const { layoutOf } = await import('../src/sources/processes/process-list-line.ts');
  // One of all columns takes the check longer than there is time.
  for (const header of ['USER PID %CPU COMMAND', 'PID STARTED CMD', 'STIME PID CMD']) layoutOf(header);
  vi.unstubAllGlobals();
  return made;
}

/** Those that take more than linear time for some text, and those of which that is not known. */
function faultsOf(expressions: readonly Written[]): string[] {
  return expressions.flatMap(([place, { source, flags }]) => {
    const statusNow = () => checkSync(source, flags, { timeout: 60_000 }).status;
    const isSafe = Array.from({ length: TRIES }).some(() => statusNow() === 'safe');
    return isSafe ? [] : [`${place} /${source}/${flags}`];
  });
}

afterAll(() => {
  vi.unstubAllGlobals();
});

test.each<[why: string, expression: RegExp]>([
  ['braces that are never closed', /\{.*,.*\}/s],
  ['a run in the midst of a line', /[ \t]*\\$/],
  ['a run inside a run', /^(?:a+)+$/],
  ['brackets that are never closed', /\$\([^)]*\)/g],
])('the check finds %s', (_, expression) => {
  expect(faultsOf([['here', expression]])).not.toEqual([]);
});

test('no regular expression takes more than linear time, whatever the text', LONG, () => {
  const literals = FILES.flatMap(literalsOf);
  expect(literals.length).toBeGreaterThan(100);
  expect(faultsOf(literals)).toEqual([]);
});

test('nor one that is put together', LONG, async () => {
  const found = await composed();
  const places = new Set(found.map(([place]) => place));
  const written = FILES.filter((file) => readFileSync(join(SRC, file), 'utf8').includes('new RegExp'));
  expect([...places].sort()).toEqual(written.map((file) => `src/${file}`).sort());
  expect(faultsOf(found)).toEqual([]);
});
