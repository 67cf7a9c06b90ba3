import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from './runtimes.js';

/**
 * Writes the licences of the packages that the executables are made of, as their licences ask for.
 *
 * @param {string} root the repository, built
 * @param {string} file
 */
export function writeNotices(root, file) {
  /** @type {Record<string, string[]>} */
  const contents = JSON.parse(readFileSync(join(root, 'build', 'bundle.json'), 'utf8'));
  const names = Object.values(contents)
    .flat()
    .flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  const notices = [...new Set(names)].sort().map((name) => noticeOf(join(root, 'node_modules', name), name));
  const runtime = `Bun ${VERSION}, MIT, with the components that https://bun.sh/docs/project/licensing names.`;
  writeFileSync(file, `${[runtime, ...notices].join(`\n${'-'.repeat(80)}\n`)}\n`);
}

/** @param {string} directory @param {string} name */
function noticeOf(directory, name) {
  const { version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const texts = readdirSync(directory)
    .filter((each) => /^licen[cs]e/i.test(each))
    .map((each) => readFileSync(join(directory, each), 'utf8').trim());
  return [`${name} ${version}, ${license}`, ...texts].join('\n\n');
}
