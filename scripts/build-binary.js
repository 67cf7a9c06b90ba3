// Builds executables that need nothing installed, with their checksums and what they are made of, into build/.
// Names of platforms, or `all`; without any, the one of this machine.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchRuntime } from './fetch-runtime.js';
import { RUNTIMES } from './runtimes.js';
import { writeBillOfMaterials } from './write-bill-of-materials.js';
import { writeNotices } from './write-notices.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILD = join(ROOT, 'build');
const KEPT = join(BUILD, 'runtimes');
const NAME = 'kubelet-https-audit';

/** Nothing of the directory or the user that runs it may change what it does. */
const ISOLATED = ['dotenv', 'bunfig', 'tsconfig', 'package-json'].map(
  (name) => `--no-compile-autoload-${name}`,
);

/** @param {string} platform */
function buildFor(platform) {
  const compiler = fetchRuntime(ownPlatform(), KEPT);
  const runtime = fetchRuntime(platform, KEPT);
  // The name of the file is written into it: it is built under its own.
  const file = join(BUILD, `${NAME}-${platform}`);
  rmSync(file, { force: true });
  const target = RUNTIMES[platform]?.target ?? '';
  const options = ['--compile', '--minify', '--bytecode', '--splitting', '--format=esm', ...ISOLATED];
  execFileSync(
    compiler,
    [
      'build',
      ...options,
      `--target=${target}`,
      `--compile-executable-path=${runtime}`,
      `--outfile=${file}`,
      join(ROOT, 'scripts', 'executable.js'),
    ],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], env: { PATH: process.env.PATH } },
  );
  chmodSync(file, 0o755);
  console.log(`${file}  ${(readFileSync(file).length / 1024 / 1024).toFixed(0)} MiB`);
}

function ownPlatform() {
  const report = /** @type {any} */ (process.report.getReport());
  const isMusl = process.platform === 'linux' && report.header.glibcVersionRuntime === undefined;
  return `${process.platform}-${process.arch}${isMusl ? '-musl' : ''}`;
}

function writeChecksums() {
  const names = readdirSync(BUILD).filter(
    (name) => name.startsWith(`${NAME}-`) || /\.(?:cdx\.json|txt)$/.test(name),
  );
  const lines = names.sort().map((name) => {
    const sum = createHash('sha256')
      .update(readFileSync(join(BUILD, name)))
      .digest('hex');
    return `${sum}  ${name}\n`;
  });
  writeFileSync(join(BUILD, 'SHA256SUMS'), lines.join(''));
}

const wanted = process.argv.slice(2);
mkdirSync(KEPT, { recursive: true });
for (const platform of wanted.includes('all')
  ? Object.keys(RUNTIMES)
  : wanted.length > 0
    ? wanted
    : [ownPlatform()]) {
  buildFor(platform);
}
writeBillOfMaterials(ROOT, join(BUILD, `${NAME}.cdx.json`));
writeNotices(ROOT, join(BUILD, 'THIRD-PARTY-NOTICES.txt'));
writeChecksums();
