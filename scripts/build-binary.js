// Builds executables that need nothing installed, with their checksums and what they are made of, into build/.
// Names of platforms, or `all`; without any, the one of this machine.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { billOfMaterials } from './bill-of-materials.js';
import { notices } from './notices.js';
import { NAME, NOTICES, removeOutputs, writeSums } from './outputs.js';
import { fetchRuntime, RUNTIMES, runtimeFor, VERSION } from './runtimes.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILD = join(ROOT, 'build');
const KEPT = join(BUILD, 'runtimes');
/** Where an interrupted build leaves what it had begun. */
const WORK = join(BUILD, 'work');
const RUNTIME_NOTICE = `Bun ${VERSION}, MIT, with the components that https://bun.sh/docs/project/licensing names.`;
const ENTRY = join(ROOT, 'scripts', 'executable.cjs');

/** Or the path of this repository would be in it. */
const NO_PATH = ['--define', `__filename="/${NAME}"`];

/** Nothing of the directory or the user that runs it may change what it does. */
const ISOLATED = ['dotenv', 'bunfig', 'tsconfig', 'package-json'].map(
  (name) => `--no-compile-autoload-${name}`,
);

/**
 * How much more often than usual a function runs before machine code is made of it. Most audits end before that pays, and
 * take half as much processor time again without this. To 20,000 files it makes no difference.
 */
const LATE = '--compile-jit-policy=30';

/** @param {string} platform */
function buildFor(platform) {
  const target = runtimeFor(platform).name.replace('@oven/', '');
  const compiler = fetchRuntime(ownPlatform(), KEPT);
  const runtime = platform === ownPlatform() ? compiler : fetchRuntime(platform, KEPT);
  // The name of the file is written into it: it is built under its own.
  const file = join(BUILD, `${NAME}-${platform}`);
  const options = ['--compile', '--minify', '--bytecode', '--format=cjs', LATE, ...NO_PATH, ...ISOLATED];
  const files = [`--compile-executable-path=${runtime}`, `--outfile=${file}`, ENTRY];
  execFileSync(compiler, ['build', ...options, `--target=${target}`, ...files], {
    cwd: WORK,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH },
  });
  chmodSync(file, 0o755);
  console.log(`${file}  ${(readFileSync(file).length / 1024 / 1024).toFixed(0)} MiB`);
}

function ownPlatform() {
  const report = /** @type {any} */ (process.report.getReport());
  const isMusl = process.platform === 'linux' && report.header.glibcVersionRuntime === undefined;
  return `${process.platform}-${process.arch}${isMusl ? '-musl' : ''}`;
}

/** @param {readonly string[]} wanted */
function run(wanted) {
  if (!existsSync(join(BUILD, 'bundle.json'))) throw new Error('the tool is not built: run npm run build');
  const platforms = wanted.includes('all') ? Object.keys(RUNTIMES) : wanted;
  for (const platform of platforms) runtimeFor(platform);
  removeOutputs(BUILD);
  rmSync(WORK, { recursive: true, force: true });
  for (const directory of [KEPT, WORK]) mkdirSync(directory, { recursive: true });
  for (const platform of platforms.length > 0 ? platforms : [ownPlatform()]) buildFor(platform);
  const bill = `${JSON.stringify(billOfMaterials(ROOT), undefined, 2)}\n`;
  writeFileSync(join(BUILD, `${NAME}.cdx.json`), bill);
  writeFileSync(join(BUILD, NOTICES), notices(ROOT, [RUNTIME_NOTICE]));
  writeSums(BUILD);
}

try {
  run(process.argv.slice(2));
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
