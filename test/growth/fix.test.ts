import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diff } from '../../src/fix/words/diff.ts';
import { countSteps } from '../support/count-steps.ts';
import { planTarget, writeTexts } from '../support/fix/plan-texts.ts';
import { temporaryDirectory } from '../support/host-tree.ts';

const FLAG = '--kubelet-https=false';
const OTHER = '--v=2';
const SMALL = 100;
const FACTOR = 10;
/** Near linear: what is sorted or searched by halves takes a little more than the input grows. */
const MAX_GROWTH = 12;

function pod(containers: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n${containers}`;
}

function withArguments(items: string): string {
  return pod(`  - name: a\n    command: [kube-apiserver]\n    args:\n${items}`);
}

function inShell(script: string): string {
  const lines = script.split('\n').map((line) => `      ${line}\n`);
  return pod(`  - name: a\n    command:\n    - sh\n    - -c\n    - |\n${lines.join('')}`);
}

function kubeadm(extraArgs: string): string {
  return `apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n${extraArgs}`;
}

function unit(assignments: string): string {
  return `[Service]\n${assignments}`;
}

function numbered(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join('');
}

/** A text of some kind that grows with a number. */
type Shape = readonly [why: string, text: (count: number) => string];

const SHAPES: Readonly<Record<string, readonly Shape[]>> = {
  'pod.yaml': [
    ['flags', (n) => withArguments(`    - ${FLAG}\n`.repeat(n))],
    ['flags between others', (n) => withArguments(`    - ${OTHER}\n    - ${FLAG}\n`.repeat(n))],
    [
      'flags with a value of their own',
      (n) => withArguments(`    - --kubelet-https\n    - "false"\n`.repeat(n)),
    ],
    ['comments', (n) => withArguments(`    # c\n    - ${FLAG} # d\n`.repeat(n))],
    ['other arguments', (n) => withArguments(`    - ${FLAG}\n${`    - ${OTHER}\n`.repeat(n)}`)],
    ['block scalars', (n) => withArguments(`    - |-\n      ${FLAG}\n`.repeat(n))],
    [
      'a flow list',
      (n) => pod(`  - {name: a, command: [kube-apiserver${`, ${OTHER}, ${FLAG}`.repeat(n)}]}\n`),
    ],
    [
      'a flow list in lines',
      (n) =>
        pod(`  - {name: a, command: [kube-apiserver${`,\n      ${OTHER},\n      ${FLAG}`.repeat(n)}]}\n`),
    ],
    ['anchors', (n) => withArguments(numbered(n, (index) => `    - &a${index} ${FLAG}\n`))],
    ['aliases', (n) => withArguments(`    - &a ${OTHER}\n    - ${FLAG}\n${'    - *a\n'.repeat(n)}`)],
    ['aliases of the flag', (n) => withArguments(`    - &a ${FLAG}\n${'    - *a\n'.repeat(n)}`)],
    [
      'anchors with aliases',
      (n) => withArguments(numbered(n, (index) => `    - &a${index} ${FLAG}\n    - *a${index}\n`)),
    ],
    [
      'containers',
      (n) => pod(numbered(n, (index) => `  - name: a${index}\n    command: [kube-apiserver, ${FLAG}]\n`)),
    ],
    [
      'containers whose lists become empty',
      (n) =>
        pod(
          numbered(n, (index) => `  - args: [${FLAG}]\n    name: a${index}\n    command: [kube-apiserver]\n`),
        ),
    ],
    ['documents', (n) => `---\n${pod(`  - name: a\n    command: [kube-apiserver, ${FLAG}]\n`)}`.repeat(n)],
    ['empty documents', (n) => `${'---\n'.repeat(n)}${withArguments(`    - ${FLAG}\n`)}`],
    ['levels', (n) => `${withArguments(`    - ${FLAG}\n`)}x: ${'['.repeat(n / 2)}${']'.repeat(n / 2)}\n`],
    [
      'variables',
      (n) =>
        pod(
          `  - name: a\n    env:\n${numbered(n, (index) => `    - {name: A${index}, value: "${FLAG}"}\n`)}` +
            `    command: [kube-apiserver${numbered(n, (index) => `, "$(A${index})"`)}]\n`,
        ),
    ],
  ],
  'kubeadm.yaml': [
    ['the same key', (n) => kubeadm('    kubelet-https: "false"\n'.repeat(n))],
    ['other keys', (n) => kubeadm(`    kubelet-https: x\n${numbered(n, (index) => `    f${index}: x\n`)}`)],
    [
      'named entries',
      (n) => kubeadm('  - name: kubelet-https\n    value: "false"\n'.repeat(n)).replace('v1beta2', 'v1beta4'),
    ],
    [
      'embedded keys',
      (n) =>
        `kind: ConfigMap\napiVersion: v1\nmetadata: {name: kubeadm-config}\ndata:\n  ClusterConfiguration: |\n` +
        `    kind: ClusterConfiguration\n    apiServer:\n      extraArgs:\n${'        kubelet-https: x\n'.repeat(n)}`,
    ],
    [
      'embedded configurations',
      (n) =>
        `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nkubeadmConfigPatches:\n` +
        '- |\n  kind: ClusterConfiguration\n  apiServer:\n    extraArgs:\n      kubelet-https: x\n'.repeat(n),
    ],
    ['lists of k3s', (n) => 'kube-apiserver-arg+: [kubelet-https=false]\n'.repeat(n)],
  ],
  'script.yaml': [
    ['words', (n) => inShell(`kube-apiserver ${`${FLAG} ${OTHER} `.repeat(n)}`)],
    ['continued lines', (n) => inShell(`kube-apiserver \\\n${`${OTHER} \\\n${FLAG} \\\n`.repeat(n)}${FLAG}`)],
    ['commands', (n) => inShell(`kube-apiserver ${FLAG}\n`.repeat(n))],
    ['here-documents', (n) => inShell(`${'cat <<E\nx\nE\n'.repeat(n)}kube-apiserver ${FLAG}`)],
    ['braces', (n) => inShell(`kube-apiserver ${FLAG} ${'{a,b} '.repeat(n)}`)],
    ['comments', (n) => inShell(`kube-apiserver \\\n${FLAG}\n${'# x\n'.repeat(n)}`)],
    [
      'folded lines',
      (n) => inShell(`kube-apiserver\n${`${OTHER} ${FLAG}\n`.repeat(n)}`).replace('- |', '- >-'),
    ],
    [
      'lines of a plain scalar',
      (n) => inShell(`kube-apiserver\n${`${FLAG}\n`.repeat(n)}`).replace('- |', '- sh'),
    ],
  ],
  'x.service': [
    ['words', (n) => unit(`ExecStart=/usr/bin/kube-apiserver ${`${FLAG} ${OTHER} `.repeat(n)}\n`)],
    [
      'continued lines',
      (n) => unit(`ExecStart=/usr/bin/kube-apiserver \\\n${`${FLAG} \\\n`.repeat(n)} ${FLAG}\n`),
    ],
    [
      'comments between them',
      (n) => unit(`ExecStart=/usr/bin/kube-apiserver \\\n${`# c\n${FLAG} \\\n`.repeat(n)} ${FLAG}\n`),
    ],
    [
      'commands',
      (n) => unit(`Type=oneshot\n${`ExecStart=/usr/bin/kube-apiserver ${FLAG} \\\n ${OTHER}\n`.repeat(n)}`),
    ],
    [
      'variables',
      (n) =>
        unit(
          `${numbered(n, (index) => `Environment=A${index}=${FLAG}\n`)}` +
            `ExecStart=/usr/bin/kube-apiserver ${numbered(n, (index) => `$A${index} `)}\n`,
        ),
    ],
    [
      'a long variable',
      (n) => unit(`Environment="A=${`${FLAG} `.repeat(n)}"\nExecStart=/usr/bin/kube-apiserver $A\n`),
    ],
    [
      'lines of a shell',
      (n) => unit(`ExecStart=/bin/sh -c 'kube-apiserver \\\n${`${FLAG} \\\n`.repeat(n)} ${FLAG}'\n`),
    ],
    [
      'options of k3s',
      (n) => unit(`ExecStart=/usr/bin/k3s server ${'--kube-apiserver-arg kubelet-https=false '.repeat(n)}\n`),
    ],
    ['blanks', (n) => unit(`ExecStart=/usr/bin/kube-apiserver ${FLAG}${' '.repeat(n)}${OTHER}\n`)],
  ],
  'kube-apiserver': [
    ['lines', (n) => `--etcd-servers=x\n${`${FLAG}\n${OTHER}\n`.repeat(n)}`],
    ['lines with carriage returns', (n) => `--etcd-servers=x\r\n${`${FLAG}\r\n`.repeat(n)}`],
    ['words', (n) => `--etcd-servers=x ${`${FLAG} ${OTHER} `.repeat(n)}\n`],
    ['comments', (n) => `--etcd-servers=x\n${`# c\n${FLAG}\n`.repeat(n)}`],
    ['empty lines', (n) => `${'\n'.repeat(n)}${FLAG}\n--etcd-servers=x\n`],
    ['stray values', (n) => `--etcd-servers=x\n${`${FLAG} false\n`.repeat(n)}`],
  ],
};

/** The steps to plan how the flag goes from what is named, and to show that. */
async function stepsOf(target: string): Promise<number> {
  const run = async () => {
    const { edits } = await planTarget(target);
    return diff(edits, { context: 3, isColoured: false, isEscaped: true });
  };
  await run();
  return countSteps(run);
}

async function growthOf(files: (count: number) => Readonly<Record<string, string>>, name: string) {
  const root = temporaryDirectory();
  const steps: number[] = [];
  for (const count of [SMALL, SMALL * FACTOR]) {
    const directory = join(root, String(count));
    writeTexts(directory, files(count));
    steps.push(await stepsOf(join(directory, name)));
  }
  const [small = 0, large = 0] = steps;
  expect(small).toBeGreaterThan(0);
  return large / small;
}

const ROWS = Object.entries(SHAPES).flatMap(([file, shapes]) =>
  shapes.map(([why, text]) => ({ file, why, text })),
);

test.each(ROWS)('ten times the $why in $file take at most twelve times the steps', async ({ file, text }) => {
  expect(await growthOf((count) => ({ [file]: text(count) }), file)).toBeLessThan(MAX_GROWTH);
});

test('ten times the files take at most twelve times the steps', async () => {
  const files = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `m/${index}.yaml`,
        withArguments(`    - ${FLAG}\n`).replace('name: a', `name: a${index}`),
      ]),
    );
  expect(await growthOf(files, 'm')).toBeLessThan(MAX_GROWTH);
});
