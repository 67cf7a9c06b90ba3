import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';

/** @type {import('esbuild').CommonOptions} */
const COMMON = {
  platform: 'node',
  target: 'node20.19',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
};
/** @type {import('esbuild').CommonOptions & { format: 'cjs' }} */
const COMMONJS = { ...COMMON, format: 'cjs', supported: { 'dynamic-import': false } };

/**
 * Bundles the tool into `dist` of a repository: all that every run needs into main.js, and each other part, with what is
 * shared among parts, into a file of its own. It is CommonJS, which Node.js loads in less than half the time; as esbuild
 * splits nothing but modules, they are split first. Gives the modules in each file.
 *
 * @param {string} root @param {string} entry
 * @returns {Promise<Record<string, string[]>>}
 */
export async function bundle(root, entry) {
  const split = join(root, 'build', 'split');
  rmSync(split, { recursive: true, force: true });
  const { metafile } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: { main: entry },
    outdir: split,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    metafile: true,
    logLevel: 'warning',
    alias: { 'node:child_process': join(root, 'scripts', 'lazy-child-process.cjs') },
  });
  const eager = inMain(metafile).map((path) => basename(path));
  await writeMain(root, split, eager);
  const parts = Object.keys(metafile.outputs).filter((path) => !eager.includes(basename(path)));
  mkdirSync(join(root, 'dist', 'chunks'));
  for (const path of parts) await writePart(root, path, eager);
  writeFileSync(join(root, 'dist', 'package.json'), '{ "type": "commonjs" }\n');
  return contentsOf(metafile, eager);
}

/**
 * The outputs that go into main.js: what every run needs, and what the audit of a host shares with other parts. That is
 * little, and a file of its own for each piece would take longer.
 *
 * @param {import('esbuild').Metafile} metafile
 */
function inMain({ outputs }) {
  const host = Object.keys(outputs).find((path) => outputs[path]?.entryPoint?.endsWith('/live-host.js'));
  if (host === undefined) throw new Error('live-host.js is no part of its own');
  const needed = withImports(outputs, ['build/split/main.js', host]);
  return needed.filter((path) => path !== host);
}

/** @param {import('esbuild').Metafile['outputs']} outputs @param {string[]} paths */
function withImports(outputs, paths) {
  const found = new Set(paths);
  for (const path of found) {
    for (const each of outputs[path]?.imports ?? []) {
      if (each.kind === 'import-statement' && !each.external) found.add(each.path);
    }
  }
  return [...found];
}

/** @param {string} root @param {string} split @param {readonly string[]} eager */
async function writeMain(root, split, eager) {
  const chunks = eager.filter((name) => name !== 'main.js');
  const lines = chunks.map((name) => `export * as ${exportOf(name)} from './chunks/${name}';\n`);
  writeFileSync(join(split, 'all.js'), `export * from './main.js';\n${lines.join('')}`);
  await build({
    ...COMMONJS,
    entryPoints: [join(split, 'all.js')],
    outfile: join(root, 'dist', 'main.js'),
    bundle: true,
    logLevel: 'warning',
    define: { 'import.meta.url': '__filename' },
    plugins: [
      {
        name: 'parts of their own',
        setup: ({ onResolve }) => {
          onResolve({ filter: /./ }, ({ kind, path }) =>
            kind === 'dynamic-import' ? { path: `./chunks/${basename(path)}`, external: true } : undefined,
          );
        },
      },
    ],
  });
}

/** @param {string} name */
function exportOf(name) {
  return name.replace(/\W/g, '_');
}

/**
 * A part of its own; what it shares with main.js it has from there.
 *
 * @param {string} root @param {string} path of an output, from the root @param {readonly string[]} eager
 */
async function writePart(root, path, eager) {
  const { code } = await transform(readFileSync(join(root, path), 'utf8'), {
    ...COMMONJS,
    define: { 'import.meta.url': 'moduleUrl' },
  });
  const needsUrl = code.includes('moduleUrl');
  const url = needsUrl ? 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' : '';
  const shared = code.replace(/require\("\.\/([^"]+)"\)/g, (written, name) =>
    eager.includes(name) ? `require("../main.js").${exportOf(name)}` : written,
  );
  writeFileSync(join(root, 'dist', 'chunks', basename(path)), `${url}${shared}`);
}

/** @param {import('esbuild').Metafile} metafile @param {readonly string[]} eager */
function contentsOf({ outputs }, eager) {
  /** @type {Record<string, string[]>} */
  const contents = {};
  for (const [path, { inputs }] of Object.entries(outputs)) {
    const name = basename(path);
    const file = eager.includes(name) ? 'dist/main.js' : `dist/chunks/${name}`;
    contents[file] = [...(contents[file] ?? []), ...Object.keys(inputs)];
  }
  return contents;
}
