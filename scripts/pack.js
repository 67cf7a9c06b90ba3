// Packs what runs, and nothing else: the bundle needs no other package, so the manifest in the tarball names none.
// npm itself would pack what package.json names: the packages that the bundle is made of, which nothing loads any more.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { notices } from './notices.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGE = join(ROOT, 'build', 'package');

const { scripts, dependencies, devDependencies, ...manifest } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);
rmSync(PACKAGE, { recursive: true, force: true });
mkdirSync(PACKAGE, { recursive: true });
for (const path of [...manifest.files, 'README.md', 'LICENSE']) {
  cpSync(join(ROOT, path), join(PACKAGE, path), { recursive: true });
}
const NOTICES = 'THIRD-PARTY-NOTICES.txt';
writeFileSync(join(PACKAGE, NOTICES), notices(ROOT));
const files = [...manifest.files, NOTICES];
writeFileSync(join(PACKAGE, 'package.json'), `${JSON.stringify({ ...manifest, files }, undefined, 2)}\n`);
execFileSync('npm', ['pack', PACKAGE, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
