// Builds the tool into dist: CommonJS, which Node.js loads in less than half the time, in few files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';
import * as yaml from 'yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @type {Map<string, string[]>} */
const modules = new Map();

/** @type {import('rolldown').Plugin} Writes which modules are in which file, for what is shipped with it and for tests. */
const contents = {
  name: 'contents',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      modules.set(
        join('dist', file.fileName),
        file.moduleIds.map((id) => relative(ROOT, id)),
      );
    }
    mkdirSync(join(ROOT, 'build'), { recursive: true });
    writeFileSync(join(ROOT, 'build', 'bundle.json'), JSON.stringify(Object.fromEntries(modules)));
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
  },
};

/**
 * Modules that take long to load and that most runs use nothing of, and what the tool may use of them. A package is
 * bundled into a file of its own, beside the chunks.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const LAZY = {
  'node:child_process': ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'],
  'node:os': ['homedir', 'hostname'],
  'node:timers/promises': ['setTimeout'],
  'node:url': ['fileURLToPath', 'pathToFileURL'],
  'node:zlib': ['gunzipSync'],
  chalk: ['Chalk'],
  yaml: Object.keys(yaml),
};

/** @type {import('rolldown').Plugin} Both runtimes load text of one byte a character faster, and bin/compiled.js expects it. */
const ascii = {
  name: 'ascii',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\x7f]/g, escaped);
    }
  },
};

/** @param {string} character */
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** @type {import('rolldown').Plugin} Has each of them loaded when something of it is used. */
const lazyModules = {
  name: 'lazy-modules',
  resolveId(source, importer) {
    if (importer?.startsWith('\0lazy ')) return { id: source, external: true };
    return Object.hasOwn(LAZY, source) ? `\0lazy ${source}.cjs` : undefined;
  },
  load(id) {
    const [, name = ''] = /^\0lazy (.*)\.cjs$/.exec(id) ?? [];
    const load = name.startsWith('node:') ? `process.getBuiltinModule('${name}')` : `require('./${name}.js')`;
    const getters = LAZY[name]?.map((used) => `get ${used}() { return (loaded ??= ${load}).${used} }`);
    return getters && `let loaded; module.exports = { ${getters.join(', ')} };`;
  },
};

/** @type {import('rolldown').OutputOptions} */
const OUTPUT = {
  dir: 'dist',
  format: 'cjs',
  exports: 'named',
  // Not the names that are in the stack of an error that somebody reports.
  minify: { mangle: { toplevel: false, keepNames: { function: true, class: true } } },
  comments: false,
};

/** @type {import('rolldown').RolldownOptions} */
const INPUT = {
  cwd: ROOT,
  platform: 'node',
  logLevel: 'warn',
  resolve: {
    alias: {
      // It looks at the terminal, with modules of Node.js that take long to load; the tool decides about colour by itself.
      '#supports-color': join(ROOT, 'node_modules/chalk/source/vendor/supports-color/browser.js'),
      // The same parser, without the modules of Node.js with which it could read files: nothing here asks it to.
      'yargs-parser': 'yargs-parser/browser',
    },
  },
};

/** @type {import('rolldown').RolldownOptions} */
const TOOL = {
  ...INPUT,
  input: { main: 'src/main.ts' },
  // What other files need from main.js they have from there, or it would be a file for each piece.
  preserveEntrySignatures: 'allow-extension',
  plugins: [contents, ascii, lazyModules],
  output: {
    ...OUTPUT,
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      // Each is these modules and what they import, less what an earlier one has. To open a file takes longer than to
      // load what a run may not need of it; test/e2e/scale.test.ts says which files and modules a run loads.
      groups: [
        {
          name: 'main',
          test: /\/(main|api-server-words|bytes|descriptors|errno|group-by|image-reference|other-programs|source-file|unit-names|worth-reading)\.ts$/,
        },
        {
          name: 'pods',
          test: /\/(workload|to-invocations|yaml-reader|go-difference|argument-file|openshift-config)\.ts$/,
        },
        { name: 'host', test: /\/(search-host|static-pod(s|-path)?)\.ts$/ },
        { name: 'hidden', test: /\/resolve-hidden-arguments\.ts$/ },
        {
          name: 'files',
          test: /\/(broken-manifest|command-lines|cut-off|files-of-service|flag-mentions|part|read-beside|unread)\.ts$/,
        },
        { name: 'manifests', test: /\/read-file\.ts$/ },
        { name: 'words', test: /\/reporters\/words\/[a-z-]+\.ts$/ },
        { name: 'text', test: /\/reporters\/text\.ts$/ },
      ],
    },
  },
};

const PACKAGES = Object.keys(LAZY).filter((name) => !name.startsWith('node:'));

export default defineConfig([
  TOOL,
  ...PACKAGES.map((name) => ({
    ...INPUT,
    input: name,
    plugins: [contents, ascii],
    output: { ...OUTPUT, entryFileNames: `chunks/${name}.js` },
  })),
]);
