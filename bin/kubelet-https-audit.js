#!/usr/bin/env node

// Plain syntax: an old Node.js must get as far as saying that it is too old.
const [major, minor] = process.versions.node.split('.').map(Number);
let hasCrashed = false;

/** Node.js itself would end with 1, which means that an API server fails. */
const crash = (message, hint) => {
  hasCrashed = true;
  process.exitCode = 2;
  process.stderr.write(`error: ${message}\nhint: ${hint}\n`);
};

// Where standard error is closed or full there is nobody to tell, and telling again would never end.
process.stderr.on('error', () => {});

process.on('uncaughtException', (error) => {
  crash(`this is a bug of kubelet-https-audit: ${escaped(error.stack || error)}`, 'Please report it.');
});

function escaped(text) {
  return JSON.stringify(String(text)).replace(/\\n/g, '\n');
}

if (major < 20 || (major === 20 && minor < 19)) {
  crash(`kubelet-https-audit needs Node.js 20.19 or later, not ${process.versions.node}`, 'Update Node.js.');
} else {
  import('../dist/main.js').then(
    async ({ main, hostOf }) => {
      const status = await main(process.argv.slice(2), hostOf(process));
      process.exitCode = hasCrashed ? 2 : status;
    },
    (error) => {
      crash(
        `kubelet-https-audit is not built: ${escaped(error.message)}`,
        'In its checkout run: npm ci && npm run build',
      );
    },
  );
}
