import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plannedText, planTarget, writeTexts } from '../support/fix/plan-texts.ts';
import { temporaryDirectory } from '../support/host-tree.ts';

const FLAG = '--kubelet-https=false';

function pod(command: string, others = ''): string {
  return `apiVersion: v1\nkind: Pod\n${others}spec:\n  containers:\n  - name: a\n    command: ${command}\n`;
}

const FAILING = pod(`[kube-apiserver, ${FLAG}]`);

async function planned(name: string, text: string): Promise<string> {
  const root = temporaryDirectory();
  writeTexts(root, { [name]: text });
  const { files } = await planTarget(join(root, name));
  return plannedText(files, text);
}

test('a file that holds the flag has an edit without it', async () => {
  expect(await planned('pod.yaml', FAILING)).toBe(pod('[kube-apiserver]'));
});

test('a byte-order mark stays', async () => {
  expect(await planned('pod.yaml', `\ufeff${FAILING}`)).toBe(`\ufeff${pod('[kube-apiserver]')}`);
});

test.each([
  {
    text: pod(`[kube-apiserver, --no-such-flag, ${FLAG}]`),
    reason: "it follows an unrecognised flag and may be that flag's value",
  },
  {
    text: pod(`[kube-apiserver, "{{ .Value }}", ${FLAG}]`, '# {{ if .Values.x }}\n'),
    reason: 'the file is a template',
  },
  {
    text: pod(`[kube-apiserver, "--kubelet-https={{ .Values.https }}"]`),
    reason: 'the file is a template',
  },
  {
    name: 'rke2/agent/pod-manifests/kube-apiserver.yaml',
    text: FAILING,
    reason: expect.stringContaining('RKE2 rewrites the file'),
  },
  {
    text: `${pod(`&own [kube-apiserver, ${FLAG}]`)}  - name: b\n    command: *own\n`,
    reason: 'an alias uses the same text, which has to change there as well (line 8)',
  },
  {
    text: `${pod('[kube-apiserver, $(A)]')}    env: [{name: A, value: ${FLAG}}]\n`,
    reason: expect.stringContaining(':7: has kubelet-https'),
  },
  {
    text: `#cloud-config\nwrite_files:\n- path: /etc/kubernetes/manifests/a.yaml\n  encoding: b64\n  content: ${btoa(FAILING)}\n`,
    reason: 'it is in the content of /etc/kubernetes/manifests/a.yaml, which is encoded here',
  },
])('a file is left to be edited by hand: $reason', async ({ name = 'pod.yaml', text, reason }) => {
  const root = temporaryDirectory();
  writeTexts(root, { [name]: text });
  const { files, edits, manual } = await planTarget(join(root, name));
  expect(edits).toEqual([]);
  expect(files.map(({ kind }) => kind)).toEqual(['manual']);
  expect(manual).toEqual([
    { path: expect.stringMatching(/yaml:\d/), message: reason, hint: expect.stringMatching(/^\S.*\.$/) },
  ]);
});

test('a file that several servers read comes after their own', async () => {
  const unit = `[Service]\nEnvironmentFile=env\nExecStart=/usr/bin/kube-apiserver ${FLAG} $A\n`;
  const root = temporaryDirectory();
  writeTexts(root, {
    '1.service': unit.replace('=env', `=${root}/env`),
    '2.service': unit.replace('=env', `=${root}/env`),
    env: `A="${FLAG}"\n`,
  });
  const { files } = await planTarget(root);
  expect(files.map(({ path }) => path.slice(root.length))).toEqual(['/1.service', '/2.service', '/env']);
});
