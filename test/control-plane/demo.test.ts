import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../support/run-bin.ts';

const DEMO = join(REPOSITORY, 'test', 'demo', 'demo.js');

test('the demonstration shows FAIL and PASS, and leaves nothing behind', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [DEMO], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/--kubelet-https=false &\n[\s\S]*FAIL {2}CIS[\s\S]*\$ echo \$\?\n1\n/);
  expect(stdout).toContain('--kubelet-https is not set');
  expect(stdout).toContain('FAIL with the flag, PASS without it');
  const executables = [...stdout.matchAll(/(\/\S+)\/kube-apiserver$/gm)].map(([path]) => path);
  expect(executables.length).toBeGreaterThanOrEqual(2);
});

test.each(['SIGINT', 'SIGTERM'] as const)('the demonstration stops what it started on %s', async (signal) => {
  const demo = spawn(process.execPath, [DEMO], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  demo.stdout.on('data', (chunk) => {
    stdout += chunk;
    if (stdout.includes('CIS 1.2.4')) demo.kill(signal);
  });
  const [status] = await once(demo, 'exit');
  expect(status).toBe(signal === 'SIGINT' ? 130 : 143);
  const [, pid = '', executable = ''] =
    /pid (\d+) .*?(\/\S+\/stand-in-\w+\/kube-apiserver)$/m.exec(stdout) ?? [];
  expect(executable).not.toBe('');
  expect(existsSync(executable)).toBe(false);
  expect(existsSync(`/proc/${pid}/exe`)).toBe(false);
});
