// Preloaded into the tool: writes the path of every file of code that it loads to MODULE_LOG.
import { appendFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';

const log = (path) => appendFileSync(process.env.MODULE_LOG, `${path}\n`);

const original = Module.prototype._compile;
Module.prototype._compile = function (code, path, ...rest) {
  log(path);
  return original.call(this, code, path, ...rest);
};

const vm = createRequire(import.meta.url)('node:vm');
vm.Script = class extends vm.Script {
  constructor(code, options) {
    log(options.filename);
    super(code, options);
  }
};
