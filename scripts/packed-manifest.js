// As a program: npm packs package.json as it is, so it is replaced while npm packs, and restored afterwards.
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What package.json says, less what only this repository needs: nothing loads the packages that the bundle is made of.
 *
 * @param {any} manifest
 * @returns {any}
 */
export function packedManifest({ scripts, dependencies, devDependencies, ...rest }) {
  return rest;
}

/** @param {string} text of package.json */
function packedText(text) {
  return `${JSON.stringify(packedManifest(JSON.parse(text)), undefined, 2)}\n`;
}

/** @param {string} path */
const read = (path) => readFileSync(path, 'utf8');

const PATH = fileURLToPath(import.meta.url);
// `npm run pack` runs prepack and postpack, too, and packs another directory.
if (process.argv[1] === PATH && process.env.npm_command !== 'run-script') {
  const root = join(PATH, '..', '..');
  const manifest = join(root, 'package.json');
  const kept = join(root, 'build', 'package.json.kept');
  if (existsSync(kept)) {
    // It may be from a packing that was interrupted, and package.json another one since.
    if (read(manifest) === packedText(read(kept))) copyFileSync(kept, manifest);
    rmSync(kept);
  }
  if (!process.argv.includes('--restore')) {
    copyFileSync(manifest, kept);
    writeFileSync(manifest, packedText(read(manifest)));
  }
}
