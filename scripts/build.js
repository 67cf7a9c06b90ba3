// Builds the tool: every module by itself into build/modules, and from these what is run, in few files, into dist.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILD = join(ROOT, 'build');

for (const directory of [join(BUILD, 'modules'), join(ROOT, 'dist')]) {
  rmSync(directory, { recursive: true, force: true });
}
const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
execFileSync(process.execPath, [compiler, '--project', join(ROOT, 'src')], { stdio: 'inherit' });
const contents = await bundle(ROOT, join(BUILD, 'modules', 'run-process.js'));
writeFileSync(join(BUILD, 'bundle.json'), JSON.stringify(contents));
