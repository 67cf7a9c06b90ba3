/**
 * Replaces one file and prints what came of it as JSON, for tests that need a process of its own: another user, other
 * mounts. Arguments: the directory of the built tool, the file, the directory for backups, the length of the content.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [dist = '', file = '', backups = '', length = '0'] = process.argv.slice(2);
const { readForEdit } = await import(`${dist}/replace/read-for-edit.js`);
const { replaceFile } = await import(`${dist}/replace/replace-file.js`);

/** @type {object} */
let outcome;
try {
  const content = Buffer.from('new\n'.padEnd(Number(length), '#'));
  outcome = replaceFile(
    readForEdit(file, dirname(file)),
    content,
    { directory: backups, awayFrom: [] },
    new Date(),
  );
} catch (error) {
  if (!(error instanceof Error && 'hint' in error)) throw error;
  outcome = { message: error.message, hint: error.hint };
}
console.log(
  JSON.stringify({
    outcome,
    content: readFileSync(file, 'utf8').slice(0, 4),
    names: readdirSync(dirname(file)),
    backups: existsSync(backups) ? readdirSync(backups) : [],
  }),
);
