import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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
  const eager = eagerOutputs(metafile, 'build/split/main.js').map((path) => basename(path));
  await writeMain(root, split, eager);
  const parts = Object.keys(metafile.outputs).filter((path) => !eager.includes(basename(path)));
  for (const path of parts) await writePart(root, path);
  writeFileSync(join(root, 'dist', 'package.json'), '{ "type": "commonjs" }\n');
  return contentsOf(metafile, eager);
}

/** @param {import('esbuild').Metafile} metafile @param {string} path @returns {string[]} */
function eagerOutputs({ outputs }, path, seen = new Set()) {
  if (seen.has(path)) return [];
  seen.add(path);
  const imports =
    outputs[path]?.imports.filter(({ kind, external }) => kind === 'import-statement' && !external) ?? [];
  for (const each of imports) eagerOutputs({ inputs: {}, outputs }, each.path, seen);
  return [...seen];
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
  // What a part shares with main.js is the same there.
  mkdirSync(join(root, 'dist', 'chunks'));
  for (const name of chunks) {
    const code = `module.exports=require("../main.js").${exportOf(name)};\n`;
    writeFileSync(join(root, 'dist', 'chunks', name), code);
  }
}

/** @param {string} name */
function exportOf(name) {
  return name.replace(/\W/g, '_');
}

/** @param {string} root @param {string} path of an output, from the root */
async function writePart(root, path) {
  const { code } = await transform(readFileSync(join(root, path), 'utf8'), {
    ...COMMONJS,
    define: { 'import.meta.url': 'moduleUrl' },
  });
  const needsUrl = code.includes('moduleUrl');
  const url = needsUrl ? 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' : '';
  const file = join(root, 'dist', 'chunks', basename(path));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${url}${code}`);
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
