// Preloaded into the tool: writes the path of every file of code that it loads to MODULE_LOG.
import { appendFileSync } from 'node:fs';
import Module from 'node:module';

const original = Module.prototype._compile;
Module.prototype._compile = function (code, path, ...rest) {
  appendFileSync(process.env.MODULE_LOG, `${path}\n`);
  return original.call(this, code, path, ...rest);
};
