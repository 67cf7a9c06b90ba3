import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { runBin } from '../support/run-bin.ts';
import { startStandIn } from '../support/stand-in.js';
import { startDeeper } from '../support/start-deeper.ts';

async function start(...given: Parameters<typeof startStandIn>) {
  const standIn = await startStandIn(...given);
  onTestFinished(standIn.stop);
  return standIn;
}

/** A kubelet by its name, with a manifest whose server has this flag. */
async function startKubelet(): Promise<string> {
  const directory = join(temporaryDirectory(), 'manifests');
  mkdirSync(directory);
  const manifest = join(directory, 'kube-apiserver.yaml');
  const command = ['kube-apiserver', '--etcd-servers=x', '--kubelet-https=false', '--v=3'];
  writeFileSync(
    manifest,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'kube-apiserver', namespace: 'kube-system' },
      spec: { containers: [{ command }] },
    }),
  );
  await start('kubelet', [`--pod-manifest-path=${directory}`]);
  return manifest;
}

/** The finding on the server with that argument, which no report shows: it is the flag. */
function findingOn({ findings }: JsonReport, argument: string): JsonReport {
  return findings.find(({ evidence }: JsonReport) => evidence.actual === argument);
}

test('a server two PID namespaces deeper than the kubelet is not compared with its manifest', async () => {
  const manifest = await startKubelet();
  await startDeeper(2, ['--kubelet-https=1', '--v=3']);
  const report = parseReport((await runBin(['-f', 'json'])).stdout);
  const nested = findingOn(report, '--kubelet-https=1');
  expect(nested.target.nestedIn).toEqual([]);
  expect(JSON.stringify(nested)).not.toContain(manifest);
  // The host's own comes first.
  expect(report.findings.at(-1)).toEqual(nested);
});

test('one PID namespace deeper, it may be a container of that kubelet', async () => {
  const manifest = await startKubelet();
  await startDeeper(1, ['--kubelet-https=1', '--v=3']);
  const report = parseReport((await runBin(['-f', 'json'])).stdout);
  const own = findingOn(report, '--kubelet-https=1');
  expect(own.target).not.toHaveProperty('nestedIn');
  expect(own.warnings).toContainEqual(expect.objectContaining({ code: 'drift', path: manifest }));
});

test('text says what is nested', async () => {
  await startDeeper(2, ['--kubelet-https=1']);
  const { stdout } = await runBin(['-f', 'unix']);
  expect(stdout).toMatch(/--kubelet-https=1 .*\(.*in another container\) \[1\.2\.4\]/);
});
