import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runFix } from '../../src/fix/run-fix.ts';
import { fakeTerminal } from '../support/fix/fake-terminal.ts';
import { fixRequest, writeTexts } from '../support/fix/plan-texts.ts';
import { temporaryDirectory } from '../support/host-tree.ts';

const FLAG = '    - --kubelet-https=false\n';
const PASSING =
  'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command:\n    - kube-apiserver\n    - --v=2\n';
const FAILING = PASSING + FLAG;
const SHARED = PASSING.replace('command:', 'command: &own').concat(FLAG, '  - command: *own\n');
const BROKEN = 'kind: Pod\nspec: {containers: [{command: [kube-apiserver]\n';
const OTHER = 'kind: ConfigMap\n';
const PROCESSES =
  'UID PID PPID C STIME TTY TIME CMD\nroot 1 0 0 1 ? 0 kube-apiserver --kubelet-https=false\n';

test.each([
  { texts: [PASSING], status: 0, says: /^Nothing to change\.\n$/ },
  { texts: [FAILING], status: 1, says: /1 file has to change\. Nothing was written; use --write/ },
  { texts: [FAILING, FAILING], status: 1, says: /2 files have to change\./ },
  {
    texts: [SHARED],
    status: 1,
    says: /^By hand .*:8: an alias uses the same text, which has to change there as well.*Nothing can be/s,
  },
  { texts: [FAILING, SHARED], status: 1, says: /By hand .*1 file has to change/s },
  { texts: [BROKEN], status: 2, says: /^Unknown .*but not everything could be checked/s },
  { texts: [PASSING, BROKEN], status: 2, says: /^Unknown /s },
  { texts: [FAILING, BROKEN], status: 1, says: /Unknown .*1 file has to change/s },
  { texts: [PROCESSES], status: 2, says: /^Unknown .*it is a process list/ },
  { texts: [OTHER], status: 3, says: /^No API server was found\.\n$/ },
  { texts: [OTHER], status: 0, says: /^No API server was found\.\n$/, isMissingAllowed: true },
])('without --write the exit status says what has to change: $status, $says', async (row) => {
  const directory = temporaryDirectory();
  writeTexts(directory, Object.fromEntries(row.texts.map((text, index) => [`${index}.yaml`, text])));
  const { terminal, texts } = fakeTerminal();
  const { isMissingAllowed = false } = row;
  expect(await runFix(fixRequest([directory], { isMissingAllowed }), terminal)).toBe(row.status);
  expect(texts.stderr.replace(/\n +/g, ' ')).toMatch(row.says);
  expect(texts.stdout.match(/^--- a/gm) ?? []).toHaveLength(
    row.texts.filter((text) => text === FAILING).length,
  );

  const quiet = fakeTerminal();
  const status = await runFix(fixRequest([directory], { isMissingAllowed, isQuiet: true }), quiet.terminal);
  expect({ status, ...quiet.texts }).toEqual({ status: row.status, stdout: '', stderr: '' });
});

test('nothing is written where the diff cannot be shown', async () => {
  const path = join(temporaryDirectory(), 'a.yaml');
  writeTexts('/', { [path]: FAILING });
  const { terminal, texts } = fakeTerminal(true);
  expect(await runFix(fixRequest([path], { isToBeWritten: true }), terminal)).toBe(2);
  expect(texts.stderr).toMatch(/^error: cannot write to standard output: no space left on device\n/);
  expect(texts.stderr).not.toContain('Changed');
});

test('a diff that holds a command of a CI is shown escaped, and that is said', async () => {
  const path = join(temporaryDirectory(), 'a.yaml');
  writeTexts('/', { [path]: `${PASSING}    - --kubelet-https=##[group]x\n` });
  const { terminal, texts } = fakeTerminal();
  expect(await runFix(fixRequest([path]), terminal)).toBe(1);
  expect(texts.stdout).toContain('\\x23');
  expect(texts.stderr).toContain('The diff contains what a CI would take for a command.');
});

test('a file that is not there is status 2', async () => {
  const { terminal, texts } = fakeTerminal();
  expect(await runFix(fixRequest(['/none.yaml'], { isToBeWritten: true }), terminal)).toBe(2);
  expect(texts.stderr).toMatch(/^Unknown {2}\/none\.yaml: cannot be read: no such file/);
});
