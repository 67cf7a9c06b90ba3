// Preloaded into the tool: an error that nobody has foreseen.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

fs.readdirSync = () => {
  throw new TypeError('\u001b[31munforeseen');
};
syncBuiltinESMExports();
