import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Package
 * @property {string} path from the repository, as package-lock.json has it
 * @property {string} name
 * @property {string} version
 * @property {string} license an SPDX expression
 * @property {string} integrity
 * @property {string[]} dependsOn the paths of those of them that it depends on
 */

/**
 * The packages of which something is in the bundle, sorted by path, and as the first the tool itself.
 *
 * @param {string} root the repository, built
 * @returns {[Package, ...Package[]]}
 */
export function bundledPackages(root) {
  /** @param {string[]} path */
  const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
  /** @type {string[]} */
  const modules = Object.values(read('build', 'bundle.json')).flat();
  const paths = new Set(
    modules.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []),
  );
  const { packages: locked } = read('package-lock.json');
  /** @param {string} path @returns {Package} */
  const toPackage = (path) => {
    const { name = path.replace(/^.*node_modules\//, ''), dependencies = {}, ...rest } = locked[path];
    const dependsOn = Object.keys(dependencies)
      .flatMap((each) => installed(locked, path, each))
      .filter((each) => paths.has(each));
    return { ...rest, path, name, dependsOn };
  };
  return [toPackage(''), ...[...paths].sort().map(toPackage)];
}

/**
 * Where Node.js finds a package: in the nearest node_modules.
 *
 * @param {Record<string, unknown>} locked @param {string} from the path of a package @param {string} name
 * @returns {string[]} its path; nothing for an optional one that is not there
 */
function installed(locked, from, name) {
  const path = `${from && `${from}/`}node_modules/${name}`;
  if (path in locked) return [path];
  return from === '' ? [] : installed(locked, from.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, ''), name);
}
