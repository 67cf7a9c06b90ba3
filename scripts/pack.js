// Packs what runs, with what is made for it: the man page, and the licences of what is in the bundle.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manPage } from './man-page.js';
import { notices } from './notices.js';
import { packedManifest } from './packed-manifest.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGE = join(ROOT, 'build', 'package');

const manifest = packedManifest(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
rmSync(PACKAGE, { recursive: true, force: true });
mkdirSync(PACKAGE, { recursive: true });
for (const path of [...manifest.files, 'LICENSE']) {
  cpSync(join(ROOT, path), join(PACKAGE, path), { recursive: true });
}
/** @param {string} path */
const read = (path) => readFileSync(join(ROOT, path), 'utf8');
const page = `${manifest.name}.1`;
const made = {
  'README.md': withAddresses(read('README.md')),
  'THIRD-PARTY-NOTICES.txt': notices(ROOT),
  [page]: manPage(read('docs/command-line.md'), manifest),
};
for (const [name, text] of Object.entries(made)) writeFileSync(join(PACKAGE, name), text);
const files = [...manifest.files, ...Object.keys(made)];
const packed = { ...manifest, man: [page], files };
writeFileSync(join(PACKAGE, 'package.json'), `${JSON.stringify(packed, undefined, 2)}\n`);
execFileSync('npm', ['pack', PACKAGE, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });

/**
 * Documents are not packed: a link to one gets its address in this version, wherever the package is read.
 *
 * @param {string} markdown
 */
function withAddresses(markdown) {
  const address = manifest.homepage.replace('#readme', `/blob/v${manifest.version}/`);
  return markdown.replace(/\]\((?!#|https:)/g, `](${address}`);
}
