import { describe, expect, test } from 'vitest';
import { plannedText, planTexts } from '../support/fix/plan-texts.ts';
import { temporaryDirectory } from '../support/host-tree.ts';

const HEAD = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n';
const START = `${HEAD}    command:\n    - kube-apiserver\n`;
const NEIGHBOUR = '    - --anonymous-auth=false';

async function planned(name: string, text: string): Promise<string> {
  return plannedText(await planTexts(temporaryDirectory(), { [name]: text }, name), text);
}

describe.each([
  ['U+0085', '\u0085'],
  ['U+2028', '\u2028'],
  ['U+2029', '\u2029'],
  ['a carriage return alone', '\r'],
])('%s, which ends a line for Go, keeps fix from taking a neighbour away', (_, end) => {
  test.each([
    ['after the flag', `${START}    - --kubelet-https=false${end}${NEIGHBOUR}\n`],
    ['in a comment after the flag', `${START}    - --kubelet-https=false # x${end}${NEIGHBOUR}\n`],
    ['before the flag', `${START}${NEIGHBOUR}${end}    - --kubelet-https=false\n`],
    ['in quotes', `${START}    - '--kubelet-https=false${end}${NEIGHBOUR}'\n    - --kubelet-https=false\n`],
    [
      'in a block',
      `${START}    - |-\n      --kubelet-https=false${end}${NEIGHBOUR}\n    - --kubelet-https=false\n`,
    ],
    [
      'in a list in brackets',
      `${HEAD}    command: [kube-apiserver, --kubelet-https=false #${end}, --anonymous-auth=false\n      ]\n`,
    ],
    [
      'in a text that a shell runs',
      `${HEAD}    command: [sh, -c, "kube-apiserver --kubelet-https=false #${end} --anonymous-auth=false"]\n`,
    ],
    ['in another document', `${START}    - --kubelet-https=false\n---\n# x${end}a: b\n`],
    ['at the end', `${START}    - --kubelet-https=false\n${end}`],
    [
      'in a configuration within a string',
      `apiVersion: v1\nkind: ConfigMap\ndata:\n  ClusterConfiguration: |\n    apiVersion: kubeadm.k8s.io/v1beta3\n    kind: ClusterConfiguration\n    apiServer:\n      extraArgs:\n        kubelet-https: "false" # x${end}        anonymous-auth: "false"\n`,
    ],
  ])('%s', async (_, text) => {
    expect(await planned('pod.yaml', text)).toBe(text);
  });
});

test.each([
  [
    'a merge key after the list',
    `${START}    - --kubelet-https=false\n    <<: {command: [kube-apiserver]}\n`,
  ],
  [
    'two merge keys',
    `${HEAD}    <<: {command: [kube-apiserver, --kubelet-https=false]}\n    <<: {args: [a]}\n`,
  ],
  [
    'a repeated list of objects in JSON',
    `{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"command":["kube-apiserver","--kubelet-https=false"]}],"containers":[{"name":"a"}]}}`,
  ],
  [
    'an escaped line end before an empty line',
    `${START}    - --kubelet-https=false\n    - "--a=b\\\n\n      c"\n`,
  ],
  ['a kind in capitals', `KIND: X\n${START}    - --kubelet-https=false\n`],
])('fix leaves a text as it is that Go reads otherwise: %s', async (_, text) => {
  expect(await planned('pod.yaml', text)).toBe(text);
});

test('fix edits the same text without any of it', async () => {
  const text = `${START}    - --kubelet-https=false # x\n${NEIGHBOUR}\n`;
  expect(await planned('pod.yaml', text)).toBe(`${START}${NEIGHBOUR}\n`);
});
