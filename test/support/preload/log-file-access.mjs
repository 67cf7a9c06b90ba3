// Preloaded into the tool: writes every path that it opens, lists or resolves to FILE_ACCESS_LOG, and what it starts.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { appendFileSync } = fs;
const lines = [];

for (const [module, names] of [
  [
    fs,
    ['openSync', 'readFileSync', 'readlinkSync', 'readdirSync', 'open', 'readFile', 'readlink', 'readdir'],
  ],
  [childProcess, ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'exec', 'execSync', 'fork']],
]) {
  for (const name of names) {
    const original = module[name];
    module[name] = (path, ...rest) => {
      lines.push(`${name} ${path}`);
      return original(path, ...rest);
    };
  }
}
syncBuiltinESMExports();
process.on('exit', () => appendFileSync(process.env.FILE_ACCESS_LOG, `${lines.join('\n')}\n`));
