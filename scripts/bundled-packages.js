import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The names of the packages of which something is in the bundle, sorted.
 *
 * @param {string} root the repository, built
 */
export function bundledPackages(root) {
  /** @type {Record<string, string[]>} */
  const contents = JSON.parse(readFileSync(join(root, 'build', 'bundle.json'), 'utf8'));
  const names = Object.values(contents)
    .flat()
    .flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}
