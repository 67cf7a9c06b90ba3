import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { runBin } from '../support/run-bin.ts';
import { startStandIn } from '../support/stand-in.js';

const NOBODY = 65534;

async function start(...given: Parameters<typeof startStandIn>) {
  const standIn = await startStandIn(...given);
  onTestFinished(standIn.stop);
  return standIn;
}

function words(text: string): string {
  return text.replace(/\s+/g, ' ');
}

test('a file of root that an API server reads is fixed', async () => {
  const path = join(temporaryDirectory(), 'args');
  writeFileSync(path, '--kubelet-https=false\n--v=2\n');
  await start('kubelite', [`--apiserver-args-file=${path}`]);
  const { stdout } = await runBin(['fix']);
  expect(stdout).toContain(`--- a${path}\n+++ b${path}\n@@ -1,1 +0,0 @@\n---kubelet-https=false\n`);
});

test('a file of another user is left alone, whatever process names it', async () => {
  const directory = temporaryDirectory();
  chmodSync(directory, 0o755);
  const path = join(directory, 'args');
  writeFileSync(path, '--kubelet-https=false\n');
  chownSync(path, NOBODY, NOBODY);
  await start('kubelite', [`--apiserver-args-file=${path}`], { uid: NOBODY });
  const { stdout, stderr, status } = await runBin(['fix']);
  expect(stdout).not.toContain(path);
  expect(words(stderr)).toContain(`cannot edit ${path}: it belongs to uid ${NOBODY}`);
  expect([1, 2]).toContain(status);
});

test('a file that a process sees under a path of the host is not taken for that of the host', async () => {
  const directory = temporaryDirectory();
  const path = join(directory, 'args');
  writeFileSync(path, '--kubelet-https=true\n--v=2\n');
  const { executable } = await start('kubelite', []);
  const script = `mount -t tmpfs tmpfs ${directory} && echo --kubelet-https=false >${path} && exec "$@"`;
  const child = spawn(
    'unshare',
    ['--mount', 'sh', '-c', script, 'sh', executable, '', `--apiserver-args-file=${path}`],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.end('setInterval(() => {}, 1000); console.log("ready");');
  await once(child.stdout, 'data');
  const { stdout, stderr } = await runBin(['fix']);
  expect(stdout).not.toContain(path);
  expect(words(stderr)).toContain(`cannot edit ${path}: an API server sees a different file at this path`);
});
