import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { AuditError } from '../../src/model/problem.ts';
import { errnoOf } from '../../src/sources/system/errno.ts';
import { writeReport } from '../../src/terminal/write-report.ts';
import { AS_NOBODY, skipUnlessRoot } from '../support/fix/replace-in-child.ts';
import { temporaryDirectory } from '../support/host-tree.ts';

const NOBODY = 65534;
const SWAPPER = fileURLToPath(new URL('../support/swap-links.js', import.meta.url));
/** How often at least a report is written, and with the link and without it. */
const WRITES = 1500;
const MEETINGS = 20;

test.for([
  { swapped: 'r', path: 'r', victim: 'victim', why: 'the file' },
  { swapped: 'd', path: 'd/victim', victim: '.', why: 'its directory' },
])('a user who swaps $why for a link gets no file of root', { timeout: 120_000 }, async (given, { skip }) => {
  skipUnlessRoot(skip);
  const { root, theirs, ours, victim } = directories();
  const before = stateOf(victim);
  // Where another user may read it.
  const program = join(root, 'swap-links.mjs');
  copyFileSync(SWAPPER, program);
  const [command = '', ...rest] = [...AS_NOBODY, process.execPath, program];
  const swapper = spawn(command, [...rest, theirs, given.swapped, join(ours, given.victim)]);
  onTestFinished(() => void swapper.kill('SIGKILL'));
  const [ready] = await Promise.race([once(swapper.stdout, 'data'), once(swapper, 'exit')]);
  expect(String(ready)).toBe('ready\n');
  const outcomes = new Map<string, number>();
  const hasMet = (outcome: string) => (outcomes.get(outcome) ?? 0) > MEETINGS;
  // Or nothing would be tested: the two do not take turns.
  for (let count = 0; count < WRITES || !hasMet('refused') || !hasMet('written'); count += 1) {
    const outcome = outcomeOf(join(theirs, given.path));
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  expect(stateOf(victim)).toEqual(before);
  expect(readdirSync(ours)).toEqual(['victim']);
});

/** A directory of another user with a file, and a directory with one, and a directory of root with a file. */
function directories() {
  const root = temporaryDirectory();
  const [theirs, ours] = [join(root, 'theirs'), join(root, 'ours')];
  const victim = join(ours, 'victim');
  for (const path of [theirs, join(theirs, 'd'), ours]) mkdirSync(path);
  for (const path of [join(theirs, 'r'), join(theirs, 'd/victim'), victim]) writeFileSync(path, 'old');
  for (const path of ['.', 'r', 'd', 'd/victim']) chownSync(join(theirs, path), NOBODY, NOBODY);
  chmodSync(join(theirs, 'r'), 0o666);
  for (const path of [root, theirs, ours]) chmodSync(path, 0o755);
  chmodSync(victim, 0o600);
  return { root, theirs, ours, victim };
}

function stateOf(path: string) {
  const { uid, gid, mode, ino } = statSync(path);
  return { uid, gid, mode, ino, text: readFileSync(path, 'utf8') };
}

function outcomeOf(path: string): string {
  try {
    writeReport(path, 'new', []);
    return 'written';
  } catch (error) {
    if (error instanceof AuditError) return 'refused';
    if (errnoOf(error) === undefined) throw error;
    return `${errnoOf(error)}`;
  }
}
