import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from './bundled-packages.js';
import { VERSION } from './runtimes.js';

/**
 * Writes the licences of the packages that the executables are made of, as their licences ask for.
 *
 * @param {string} root the repository, built
 * @param {string} file
 */
export function writeNotices(root, file) {
  const notices = bundledPackages(root).map((name) => noticeOf(join(root, 'node_modules', name), name));
  const own = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  const runtime = `Bun ${VERSION}, MIT, with the components that https://bun.sh/docs/project/licensing names.`;
  writeFileSync(file, `${[own, runtime, ...notices].join(`\n${'-'.repeat(80)}\n`)}\n`);
}

/** @param {string} directory @param {string} name */
function noticeOf(directory, name) {
  const { version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const texts = readdirSync(directory)
    .filter((each) => /^licen[cs]e/i.test(each))
    .map((each) => readFileSync(join(directory, each), 'utf8').trim());
  return [`${name} ${version}, ${license}`, ...texts].join('\n\n');
}
