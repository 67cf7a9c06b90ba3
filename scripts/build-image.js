// Builds the image for linux/amd64 and linux/arm64 from the executables in build/: an OCI archive, its bill of materials,
// and the checksums of all that is there. Takes the directory to write them to; without any, build/.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { billOfMaterials } from './bill-of-materials.js';
import { fetchGlibc, GLIBC } from './glibc.js';
import { NAME, NOTICES, writeSums } from './outputs.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILD = join(ROOT, 'build');
const DOCUMENTS = `usr/share/doc/${NAME}`;
const { version, homepage } = createRequire(import.meta.url)('../package.json');

/** The executable for each architecture, as containers call it. */
const EXECUTABLES = { amd64: `${NAME}-linux-x64`, arm64: `${NAME}-linux-arm64` };

/** The first that is there; docker only with what buildx brings. */
const BUILDERS = ['buildah', 'podman', 'docker'];

/** @param {'amd64' | 'arm64'} architecture @param {string} work @param {string} context */
function layOut(architecture, work, context) {
  const executable = join(BUILD, EXECUTABLES[architecture]);
  if (!existsSync(executable)) {
    throw new Error(`${executable} is missing: run node scripts/build-binary.js linux-x64 linux-arm64`);
  }
  const files = [
    [NAME, executable],
    [`${DOCUMENTS}/LICENSE`, join(ROOT, 'LICENSE')],
    [`${DOCUMENTS}/${NOTICES}`, join(BUILD, NOTICES)],
    ...fetchGlibc(architecture, join(BUILD, 'runtimes'), join(work, `glibc-${architecture}`)),
  ];
  for (const [to, from] of files) {
    const path = join(context, architecture, to);
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(from, path);
    chmodSync(path, to === NAME || to.includes('/ld-linux') ? 0o755 : 0o644);
  }
}

/**
 * Builds the directory of an OCI image: an index with a manifest for each architecture.
 *
 * @param {string} context @param {string} work @param {string} layout
 */
function build(context, work, layout) {
  const builder = BUILDERS.find((name) => spawnSync(name, ['--version']).status === 0);
  if (builder === undefined) throw new Error(`none of ${BUILDERS.join(', ')} is installed`);
  const platforms = Object.keys(EXECUTABLES).map((name) => `linux/${name}`);
  const file = join(ROOT, 'deploy', 'image', 'Dockerfile');
  const named = { VERSION: version, ADDRESS: homepage.replace('#readme', '') };
  const values = Object.entries(named).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const common = ['--file', file, ...values];
  /** @param {readonly string[]} args */
  const run = (...args) => execFileSync(builder, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (builder === 'docker') {
    const output = `type=oci,tar=false,dest=${layout},name=${NAME}:${version},rewrite-timestamp=true`;
    const reproducible = ['--build-arg', 'SOURCE_DATE_EPOCH=0', '--provenance=false', '--output', output];
    run('buildx', 'build', '--platform', platforms.join(), ...common, ...reproducible, context);
    return;
  }
  // A storage of its own, where nothing of an earlier build is.
  const storage = ['--root', join(work, 'root'), '--runroot', join(work, 'run'), '--storage-driver', 'vfs'];
  const reproducible = ['--timestamp', '0', '--identity-label=false', '--isolation', 'chroot'];
  // One after the other: together, the one that is done first would be the first in the index.
  for (const platform of platforms) {
    run(...storage, 'build', ...reproducible, ...common, '--platform', platform, '--manifest', NAME, context);
  }
  run(...storage, 'manifest', 'push', '--all', NAME, `oci:${layout}:${NAME}:${version}`);
}

/** With nothing of the time and the user that it was packed. @param {string} layout @param {string} archive */
function pack(layout, archive) {
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--format=ustar'];
  const names = ['blobs', 'index.json', 'oci-layout'];
  execFileSync('tar', [...same, '--mode=u=rwX,go=rX', '-cf', archive, '-C', layout, ...names]);
}

/** @param {string} directory */
function run(directory) {
  const archive = join(directory, `${NAME}-image.tar`);
  const bill = join(directory, `${NAME}-image.cdx.json`);
  for (const file of [archive, bill]) rmSync(file, { force: true });
  const work = mkdtempSync(join(BUILD, 'image-'));
  try {
    const context = join(work, 'context');
    layOut('amd64', work, context);
    layOut('arm64', work, context);
    const layout = join(work, 'layout');
    build(context, work, layout);
    pack(layout, archive);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  writeFileSync(bill, `${JSON.stringify(billOfMaterials(ROOT, GLIBC), undefined, 2)}\n`);
  writeSums(directory);
  console.log(archive);
}

try {
  run(process.argv[2] ?? BUILD);
} catch (error) {
  const said = error instanceof Error && 'stderr' in error ? `\n${error.stderr}` : '';
  console.error(`error: ${error instanceof Error ? error.message : error}${said}`);
  process.exitCode = 1;
}
