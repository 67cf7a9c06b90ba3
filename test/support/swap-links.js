/**
 * Lets a name be now what it is and now a link, until it is killed. Arguments: a directory, a name in it, and what the
 * link leads to. A file is made again each time, for a report may have taken the place of either.
 */
import { renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';

const [directory = '', name = '', target = ''] = process.argv.slice(2);
process.chdir(directory);
const isDirectory = statSync(name).isDirectory();

process.stdout.write('ready\n');
for (;;) {
  symlinkSync(target, 'link');
  if (isDirectory) renameSync(name, 'own');
  renameSync('link', name);
  if (isDirectory) {
    renameSync(name, 'link');
    renameSync('own', name);
    renameSync('link', 'gone');
  } else {
    writeFileSync('own', 'theirs', { mode: 0o666 });
    renameSync('own', name);
  }
}
