import { expect, test } from 'vitest';
import { auditedText, summaryText, writtenText } from '../../../src/fix/words/progress.ts';

const PLAIN = { isColoured: false };
const PROBLEM = { path: '/a:3', message: 'it is a template', hint: 'Edit it.' };

test.each([
  { changed: 1, manual: 0, undetermined: 0, says: '1 file changed.' },
  { changed: 2, manual: 1, undetermined: 0, says: '2 files changed; 1 place to change by hand, see above.' },
  {
    changed: 0,
    manual: 2,
    undetermined: 1,
    says: '0 files changed; 2 places to change by hand, see above; 1 thing could not be determined, see above.',
  },
])('the last line says what was done and what is left: $says', ({ changed, says, ...left }) => {
  const [manual, undetermined] = [left.manual, left.undetermined].map((count) => Array(count).fill(PROBLEM));
  const text = summaryText(changed, { manual: manual ?? [], undetermined: undetermined ?? [] }, PLAIN);
  expect(text.replace(/\s+/g, ' ').trim()).toBe(says);
});

test('a changed file comes with its backup, the command that restores it, and notes', () => {
  const one = { path: '/x', backup: '/b/x', restore: 'cp -aT /b/x /x', notes: ['a note'], isOnHost: false };
  expect(writtenText(one, ['Then restart it.'], PLAIN)).toBe(
    'Changed  /x\nBackup   /b/x\nRestore  with this command:\ncp -aT /b/x /x\n' +
      'Note     a note\nNote     Then restart it.\n',
  );
  expect(writtenText({ ...one, isOnHost: true }, [], PLAIN)).toContain(
    'Restore  with this command on that host:\n',
  );
});

test('what the audit says of a changed file begins with the word of its status', () => {
  const audited = [
    { path: '/x', status: 'pass', reason: 'not set' },
    { path: '/y\u001b', status: 'unknown', reason: 'no such file' },
  ] as const;
  expect(auditedText(audited, PLAIN)).toBe('PASS  /x: not set\nUNKNOWN  /y\\x1b: no such file\n');
  expect(auditedText(audited, { isColoured: true })).toContain('\u001b[32m');
});
