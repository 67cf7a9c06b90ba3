/**
 * Replaces a file back and forth until it is killed, and says so each time. Arguments: the directory of the built tool, the file, the directory
 * for backups, and the files with the one and the other content.
 */
import { readFileSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';

const [dist = '', file = '', backups = '', one = '', other = ''] = process.argv.slice(2);
const { readForEdit } = await import(`${dist}/replace/read-for-edit.js`);
const { replaceFile } = await import(`${dist}/replace/replace-file.js`);
const contents = [readFileSync(one), readFileSync(other)];

for (let count = 0; ; count += 1) {
  const { backup } = replaceFile(
    readForEdit(file, dirname(file)),
    contents[count % 2],
    { directory: backups, awayFrom: [] },
    new Date(),
  );
  unlinkSync(backup);
  process.stdout.write('replaced\n');
}
