import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { runBin } from '../support/run-bin.ts';
import { startStandIn } from '../support/stand-in.js';

const config = (value: string) =>
  `apiVersion: kubecontrolplane.config.openshift.io/v1\nkind: KubeAPIServerConfig\napiServerArguments: {kubelet-https: ["${value}"]}\n`;

/** Starts a server whose files are there already, as those of an installation are: the clock may be set meanwhile. */
async function start(...given: Parameters<typeof startStandIn>) {
  await sleep(100);
  const standIn = await startStandIn(...given);
  onTestFinished(standIn.stop);
  return standIn;
}

async function findingOn(pid: number): Promise<JsonReport> {
  const { findings } = parseReport((await runBin(['-f', 'json'])).stdout);
  return findings.find(({ target }: JsonReport) => target.pid === pid);
}

describe('a server that reads its arguments from a file', () => {
  test('is judged by it, and no more once a file that passes was changed after its start', async () => {
    const path = join(temporaryDirectory(), 'config.yaml');
    writeFileSync(path, config('true'));
    const { pid } = await start('kube-apiserver', [`--openshift-config=${path}`]);
    expect(await findingOn(pid)).toMatchObject({
      status: 'pass',
      evidence: { arguments: [{ text: '--kubelet-https=true', path, line: 3 }] },
    });

    await sleep(100);
    writeFileSync(`${path}.new`, config('1'));
    renameSync(`${path}.new`, path);
    expect(await findingOn(pid)).toMatchObject({
      status: 'unknown',
      reason: `${path} would pass, but was changed after the server started`,
    });
    writeFileSync(path, config('false'));
    expect(await findingOn(pid)).toMatchObject({ status: 'fail' });
  });

  test('is not judged by a file that a link leads to only since its start', async () => {
    const directory = temporaryDirectory();
    const link = join(directory, 'config.yaml');
    writeFileSync(join(directory, 'bad'), config('false'));
    writeFileSync(join(directory, 'good'), config('true'));
    symlinkSync('bad', link);
    const { pid } = await start('kube-apiserver', [`--openshift-config=${link}`]);
    expect(await findingOn(pid)).toMatchObject({ status: 'fail', warnings: [] });
    await sleep(100);
    symlinkSync('good', `${link}.new`);
    renameSync(`${link}.new`, link);
    expect(await findingOn(pid)).toMatchObject({ status: 'unknown' });
  });

  test('has the path read in its own mount namespace', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'args'), '--v=2\n');
    const { executable } = await start('kubelite', []);
    const script = `mount -t tmpfs tmpfs ${directory} && echo --kubelet-https=false >${directory}/args && exec "$@"`;
    const child = spawn(
      'unshare',
      ['--mount', 'sh', '-c', script, 'sh', executable, '', `--apiserver-args-file=${directory}/args`],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    child.stdin.end('setInterval(() => {}, 1000); console.log("ready");');
    await once(child.stdout, 'data');
    expect(await findingOn(child.pid ?? 0)).toMatchObject({
      status: 'fail',
      target: { program: 'kubelite' },
      evidence: { arguments: [{ path: `${directory}/args`, line: 1 }] },
    });
  });

  test.for([
    ['a device', '/dev/zero'],
    ['a file of the kernel', '/proc/kmsg'],
    ['a directory', '/etc'],
    ['nothing', '/none'],
    ['secrets', '/etc/passwd'],
  ])('may name %s', async ([_, path = '']) => {
    const link = join(temporaryDirectory(), 'config.yaml');
    symlinkSync(path, link);
    const { pid } = await start('kube-apiserver', [`--openshift-config=${link}`]);
    const finding = await findingOn(pid);
    expect(finding.status).toBe('unknown');
    expect(finding.reason).toContain(link);
    expect(JSON.stringify(finding)).not.toMatch(/root:/);
  });
});
