import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './host-tree.ts';

/** A kube-apiserver so many PID namespaces deeper than this process: a real process by that name, which ends with the test. */
export async function startDeeper(depth: number, args: readonly string[]): Promise<ChildProcess> {
  const executable = join(temporaryDirectory(), 'kube-apiserver');
  copyFileSync(process.execPath, executable);
  const through = Array.from({ length: depth }, () => ['unshare', '--pid', '--fork', '--kill-child']).flat();
  const [command = '', ...rest] = [...through, executable, '', '--etcd-servers=x', ...args];
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.end('setInterval(() => {}, 1000); console.log("ready");');
  await once(child.stdout, 'data');
  return child;
}
