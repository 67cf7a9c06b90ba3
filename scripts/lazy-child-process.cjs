// What the tool uses of node:child_process, loaded when it is used: that takes long, and most runs start nothing.
/** @type {(keyof typeof import('node:child_process'))[]} */
const names = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'];
for (const name of names) {
  Object.defineProperty(exports, name, {
    enumerable: true,
    get: () => process.getBuiltinModule('node:child_process')[name],
  });
}
