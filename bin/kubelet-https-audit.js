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
  const { load } = require('./compiled.js');
  const { runProcess } = load(__dirname, '../dist/main.js');
  return runProcess(process, [process.execPath, ...process.execArgv, __filename]);
};

if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`kubelet-https-audit needs Node.js 20.19 or later, not ${process.versions.node}`, 'Update Node.js.');
} else {
  new Promise((resolve) => resolve(start())).catch((error) => {
    const text = error instanceof Error ? error.message : String(error);
    const isMissing = text.startsWith('Cannot find module');
    refuse(
      `kubelet-https-audit ${isMissing ? 'is not built' : 'cannot start'}: ${JSON.stringify(text)}`,
      isMissing ? 'In its checkout run: npm ci && npm run build' : 'Install it again.',
    );
  });
}
