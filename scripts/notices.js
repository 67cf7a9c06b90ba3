import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from './bundled-packages.js';

/**
 * The licences of the packages that are in the bundle, as they ask for.
 *
 * @param {string} root the repository, built
 * @param {readonly string[]} more what else is in it
 */
export function notices(root, more = []) {
  const [{ path: own }, ...packages] = bundledPackages(root);
  const texts = packages.map(({ path, name, version, license }) =>
    [`${name} ${version}, ${license}`, ...licencesIn(join(root, path))].join('\n\n'),
  );
  return `${[...licencesIn(join(root, own)), ...more, ...texts].join(`\n${'-'.repeat(80)}\n`)}\n`;
}

/** @param {string} directory */
function licencesIn(directory) {
  return readdirSync(directory)
    .filter((name) => /^(licen[cs]e|notice)/i.test(name))
    .map((name) => readFileSync(join(directory, name), 'utf8').trim());
}
