// Loads the files of the bundle, with the code that V8 made of them in an earlier run: to compile them anew takes as long as an
// audit. Node.js keeps compiled code from version 22 on, but less of it. https://nodejs.org/api/vm.html#scriptcreatecacheddata

const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { basename, dirname, join, resolve } = require('node:path');
const { Script } = require('node:vm');

/** Beside the code, and as trustworthy: who can write there can change the code as well. */
const DIRECTORY = join(__dirname, '..', '.compile-cache', `${process.version}-${process.arch}`);

/** What a file is compiled in, as Node.js does with its modules. */
const [HEAD, TAIL] = ['(function (exports, require, module, __filename) {', '\n})'].map((text) =>
  Buffer.from(text),
);

const modules = new Map();
const scripts = new Map();
let isIncomplete = false;

/** What a file of the bundle exports. */
function load(directory, path) {
  const file = resolve(directory, path);
  const known = modules.get(file);
  if (known) return known.exports;
  const module = { exports: {} };
  modules.set(file, module);
  const source = Buffer.concat([HEAD, readFileSync(file), TAIL]);
  const script = new Script(source.latin1Slice(), { filename: file, cachedData: keptOf(file, source) });
  // Undefined without any, true if another V8 made it.
  if (script.cachedDataRejected !== false) isIncomplete = true;
  scripts.set(file, { source, script });
  const requireFrom = (id) => (id.startsWith('.') ? load(dirname(file), id) : require(id));
  script.runInThisContext()(module.exports, requireFrom, module, file);
  return module.exports;
}

const cacheOf = (file) => join(DIRECTORY, basename(file));

/**
 * What was made of exactly this source. V8 itself compares no more than the lengths, and runs whatever the bytes have become:
 * its file has the source first, and then the code twice.
 */
function keptOf(file, source) {
  try {
    const kept = readFileSync(cacheOf(file));
    const half = (kept.length - source.length) / 2;
    const code = kept.subarray(source.length, source.length + half);
    const isWhole = source.equals(kept.subarray(0, source.length)) && code.equals(kept.subarray(-half));
    return isWhole ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what was compiled in this run, of all its files if one was new: it had more of the others compiled, too. */
function keep() {
  if (!isIncomplete || process.env.NODE_DISABLE_COMPILE_CACHE) return;
  try {
    mkdirSync(DIRECTORY, { recursive: true, mode: 0o700 });
    for (const [file, { source, script }] of scripts) {
      const code = script.createCachedData();
      const part = `${cacheOf(file)}.${process.pid}`;
      writeFileSync(part, Buffer.concat([source, code, code]), { mode: 0o600, flag: 'wx' });
      renameSync(part, cacheOf(file));
    }
  } catch {
    // Where nothing can be kept, it is compiled each time.
  }
}

process.on('exit', keep);

module.exports = { load };
