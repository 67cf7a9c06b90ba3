// Makes a Debian package of each executable in build/ that Debian runs. Without any, npm run build:binary makes one.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { manPage } from './man-page.js';
import { NAME, NOTICES, writeSums } from './outputs.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILD = join(ROOT, 'build');
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const { description: DESCRIPTION, homepage: HOMEPAGE } = MANIFEST;
/** A pre-release comes before its release. */
const VERSION = MANIFEST.version.replace('-', '~');
/** Debian wants an address. This one is nobody's. */
const MAINTAINER = `The authors of ${NAME} <noreply@${NAME}.invalid>`;
/** The date that npm gives every file of a package, in seconds. */
const DATE = 499162500;

/** What Debian calls the platforms that it runs on. */
const ARCHITECTURES = { 'linux-x64': 'amd64', 'linux-arm64': 'arm64' };

/** @typedef {{ path: string, content: Buffer | string, mode: number }} File */

/** @param {string} path @param {Buffer | string} content @param {number} [mode] @returns {File} */
const file = (path, content, mode = 0o644) => ({ path, content, mode });

/** @param {string[]} path */
const read = (...path) => readFileSync(join(ROOT, ...path));

/** Where Debian's shells look for what completes a command line. @type {Readonly<Record<string, string>>} */
const COMPLETIONS = {
  bash: `usr/share/bash-completion/completions/${NAME}`,
  zsh: `usr/share/zsh/vendor-completions/_${NAME}`,
  fish: `usr/share/fish/vendor_completions.d/${NAME}.fish`,
};

/** @param {string} shell */
const completion = (shell) =>
  execFileSync(process.execPath, [join(ROOT, 'bin', `${NAME}.js`), 'completion', shell]);

/** What the package installs. @param {string} executable @returns {File[]} */
function installed(executable) {
  const documents = `usr/share/doc/${NAME}`;
  const page = manPage(read('docs', 'command-line.md').toString(), MANIFEST);
  const units = ['service', 'timer'].map((kind) => `${NAME}.${kind}`);
  return [
    file(`usr/bin/${NAME}`, readFileSync(executable), 0o755),
    ...units.map((unit) => file(`usr/lib/systemd/system/${unit}`, read('deploy', 'systemd', unit))),
    file(`usr/share/man/man1/${NAME}.1.gz`, compressed(page)),
    ...Object.entries(COMPLETIONS).map(([shell, path]) => file(path, completion(shell))),
    file(`${documents}/copyright`, copyright()),
    file(`${documents}/changelog.gz`, compressed(changelog())),
    file(`${documents}/${NOTICES}.gz`, compressed(read('build', NOTICES))),
    file(`usr/share/lintian/overrides/${NAME}`, read('deploy', 'debian', 'lintian-overrides')),
  ];
}

/** @param {string | Buffer} content */
function compressed(content) {
  return gzipSync(content, { level: 9 });
}

/** https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/ */
function copyright() {
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: ${NAME}
Source: ${HOMEPAGE}
Comment: The packages and the runtime that are in the executable, with their
 licences, are in ${NOTICES}.gz beside this file.

Files: *
Copyright: 2026 the authors of ${NAME}
License: Apache-2.0
 On Debian systems, the text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
`;
}

/** In the form that Debian asks for. */
function changelog() {
  const date = new Date(DATE * 1000).toUTCString().replace('GMT', '+0000');
  return `${NAME} (${VERSION}) stable; urgency=medium

  * ${MANIFEST.version}: see CHANGELOG.md of this version.

 -- ${MAINTAINER}  ${date}
`;
}

/** What dpkg is told. @param {string} architecture @param {readonly File[]} files @returns {File[]} */
function control(architecture, files) {
  const kilobytes = files.reduce((sum, { content }) => sum + Math.ceil(content.length / 1024), 0);
  const text = `Package: ${NAME}
Version: ${VERSION}
Architecture: ${architecture}
Maintainer: ${MAINTAINER}
Installed-Size: ${kilobytes}
Depends: libc6 (>= 2.17)
Suggests: prometheus-node-exporter
Section: admin
Priority: optional
Homepage: ${HOMEPAGE}
Description: audits CIS Kubernetes 1.2.4
 ${DESCRIPTION.replace(/^.*?: (.)/, (/** @type {string} */ _, /** @type {string} */ first) => first.toUpperCase())}
 .
 A timer runs the audit every hour, and writes its result into the journal, a
 report in JSON and metrics for the textfile collector of node_exporter.
`;
  const scripts = ['postinst', 'prerm', 'postrm'];
  return [
    file('DEBIAN/control', text),
    ...scripts.map((name) => file(`DEBIAN/${name}`, read('deploy', 'debian', name), 0o755)),
  ];
}

/** @param {string} executable @param {string} architecture */
function build(executable, architecture) {
  const tree = join(BUILD, 'deb');
  rmSync(tree, { recursive: true, force: true });
  const files = installed(executable);
  for (const { path, content, mode } of [...files, ...control(architecture, files)]) {
    makeDirectory(tree, dirname(path));
    writeFileSync(join(tree, path), content);
    chmodSync(join(tree, path), mode);
  }
  const sums = execFileSync('md5sum', files.map(({ path }) => path).sort(), { cwd: tree });
  writeFileSync(join(tree, 'DEBIAN', 'md5sums'), sums);
  chmodSync(join(tree, 'DEBIAN', 'md5sums'), 0o644);
  const output = join(BUILD, `${NAME}_${VERSION}_${architecture}.deb`);
  // The level takes a fifth of the time of the best one, for a tenth more. Every dpkg reads xz.
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', tree, output], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, SOURCE_DATE_EPOCH: String(DATE) },
  });
  rmSync(tree, { recursive: true });
  console.log(`${output}  ${(readFileSync(output).length / 1024 / 1024).toFixed(0)} MiB`);
}

/** Whatever umask is in force. @param {string} tree @param {string} path */
function makeDirectory(tree, path) {
  const names = path.split('/');
  for (const [depth] of [...names, ''].entries()) {
    const directory = join(tree, ...names.slice(0, depth));
    mkdirSync(directory, { recursive: true });
    chmodSync(directory, 0o755);
  }
}

const found = Object.entries(ARCHITECTURES).flatMap(([platform, architecture]) => {
  const executable = join(BUILD, `${NAME}-${platform}`);
  return existsSync(executable) ? [{ executable, architecture }] : [];
});
try {
  if (found.length === 0) throw new Error('there is no executable in build: run npm run build:binary');
  for (const { executable, architecture } of found) build(executable, architecture);
  writeSums(BUILD);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
