#!/usr/bin/env node

// Plain syntax: an old Node.js must get as far as saying that it is too old.
const [major, minor] = process.versions.node.split('.').map(Number);

/** Node.js itself would end with 1, which means that an API server fails. */
const refuse = (message, hint) => {
  process.exitCode = 2;
  process.stderr.on('error', () => {});
  process.stderr.write(`error: ${message}\nhint: ${hint}\n`);
};

const start = () => {
  const { enableCompileCache } = require('node:module');
  // Beside the code and as trustworthy: who can write there can change the code itself.
  if (enableCompileCache) enableCompileCache(`${__dirname}/../.compile-cache`);
  return require('../dist/main.js').runProcess(process);
};

if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`kubelet-https-audit needs Node.js 20.19 or later, not ${process.versions.node}`, 'Update Node.js.');
} else {
  new Promise((resolve) => resolve(start())).catch((error) => {
    refuse(
      `kubelet-https-audit is not built: ${JSON.stringify(error.message)}`,
      'In its checkout run: npm ci && npm run build',
    );
  });
}
