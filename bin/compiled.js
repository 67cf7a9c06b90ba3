// Loads the files of the bundle, with the code that V8 made of them in an earlier run: to compile them anew takes as long as an
// audit. Node.js keeps compiled code from version 22 on, but less of it. https://nodejs.org/api/vm.html#scriptcreatecacheddata

const {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { basename, dirname, join, resolve } = require('node:path');
const { Script } = require('node:vm');

const DIRECTORY = join(__dirname, '..', '.compile-cache', `${process.version}-${process.arch}`);
const PART = '.part';
const cacheOf = (file) => join(DIRECTORY, basename(file));
const OWNER = statSync(__filename).uid;
const isWanted = !process.env.NODE_DISABLE_COMPILE_CACHE;

/** What a file is compiled in, as Node.js does with its modules. */
const [HEAD, TAIL] = ['(function (exports, require, module, __filename) {', '\n})'].map((text) =>
  Buffer.from(text),
);

const modules = new Map();
/** What this run loaded: each with its source, and how long the code was that was kept of it. */
const scripts = new Map();
let isIncomplete = false;

/** What a file of the bundle exports. */
function load(directory, path) {
  const file = resolve(directory, path);
  const known = modules.get(file);
  if (known) return known.exports;
  const source = Buffer.concat([HEAD, bundled(file), TAIL]);
  const cachedData = isWanted ? keptOf(file, source) : undefined;
  const script = new Script(source.latin1Slice(), { filename: file, cachedData });
  // Undefined without any, true if it was made with other flags.
  const isKept = script.cachedDataRejected === false;
  if (!isKept) isIncomplete = true;
  scripts.set(file, { source, script, length: isKept ? cachedData.length : 0 });
  const module = { exports: {} };
  modules.set(file, module);
  const requireFrom = (id) => (id.startsWith('.') ? load(dirname(file), id) : require(id));
  script.runInThisContext()(module.exports, requireFrom, module, file);
  return module.exports;
}

/** Its error is none of the system: such a one says that a file is missing which is audited. */
function bundled(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`Cannot find module '${file}': ${error.message}`);
  }
}

/**
 * What was made of exactly this source, by the owner of this code. V8 itself compares no more than the lengths, and runs
 * whatever the bytes have become: its file has the source first, and then the code twice.
 */
function keptOf(file, source) {
  let descriptor;
  try {
    descriptor = openSync(cacheOf(file), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.uid !== OWNER || (stats.mode & 0o022) !== 0) return undefined;
    const kept = readFileSync(descriptor);
    const half = (kept.length - source.length) / 2;
    const code = kept.subarray(source.length, source.length + half);
    const isWhole = source.equals(kept.subarray(0, source.length)) && code.equals(kept.subarray(-half));
    return isWhole ? code : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Keeps what was compiled in a run that had a new file: that, and of the others what is longer, since more functions ran. */
function keep() {
  // Who does not own the package would leave there what its owner cannot remove.
  if (!isIncomplete || !isWanted || OWNER !== process.geteuid?.()) return;
  try {
    mkdirSync(DIRECTORY, { recursive: true, mode: 0o755 });
    // A run that was killed has left them; one that goes on keeps the rest the next time.
    for (const name of readdirSync(DIRECTORY)) if (name.endsWith(PART)) rmSync(join(DIRECTORY, name));
    for (const [file, { source, script, length }] of scripts) {
      const code = script.createCachedData();
      if (code.length > length) replace(cacheOf(file), Buffer.concat([source, code, code]));
    }
  } catch {
    // Where nothing can be kept, it is compiled each time.
  }
}

function replace(path, bytes) {
  const part = `${path}.${process.pid}${PART}`;
  try {
    writeFileSync(part, bytes, { mode: 0o644, flag: 'wx' });
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

process.on('exit', keep);

module.exports = { load };
