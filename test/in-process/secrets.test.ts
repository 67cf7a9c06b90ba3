import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { runInProcess } from '../support/run-in-process.ts';

const SECRET = 'hunter2';

const POD = `# ${SECRET}
apiVersion: v1
kind: Pod
metadata:
  name: a
  annotations: {${SECRET}: ${SECRET}}
spec:
  containers:
  - name: a
    image: !${SECRET} x/${SECRET}
    command: [kube-apiserver, --token=${SECRET}]
    args: &${SECRET}
    # --${SECRET}: ${SECRET}
    - --${SECRET}=x
    FLAG
    - --etcd-servers=https://u:${SECRET}@x
    - --${SECRET}
    - ${SECRET}
    env:
    - {name: ${SECRET}, value: ${SECRET}}
  - name: b
    command: [sh, -c, "echo ${SECRET}"]
`;

const UNIT = `# ${SECRET}
[Service]
Environment=TOKEN=${SECRET} ${SECRET}=x
ExecStart=/usr/bin/kube-apiserver \\
  --${SECRET}=x \\
  FLAG
  --token=${SECRET} ${SECRET}
`;

const FILES: readonly { readonly name: string; readonly text: string; readonly why: string }[] = [
  { name: 'a.yaml', text: POD.replace('FLAG', '- --kubelet-https=false'), why: 'in a manifest' },
  { name: 'a.yaml', text: POD.replace('FLAG', '- "--kubelet-https=no" # x'), why: 'beside a malformed flag' },
  { name: 'a.yaml', text: POD.replace('FLAG', `- $${SECRET}`), why: 'in what looks like a variable' },
  {
    name: 'a.yaml',
    text: POD.replace('FLAG', `- --kubelet-https=0\n    - &${SECRET} x\n    - *${SECRET}`),
    why: 'in an anchor',
  },
  {
    name: 'a.yaml',
    text: `${POD.replace('FLAG', '- --kubelet-https=0')}  - *${SECRET}\n`,
    why: 'in an alias',
  },
  {
    name: 'a.yaml',
    text: `${POD.replace('FLAG', '- --kubelet-https=0')} : "${SECRET}`,
    why: 'in what is not YAML',
  },
  {
    name: 'a.yaml',
    text: POD.replace('FLAG', `- --kubelet-https={{ .X }}\n    - {{ .${SECRET} }}`),
    why: 'in a template',
  },
  { name: 'k.service', text: UNIT.replace('FLAG', '--kubelet-https=false \\'), why: 'in a unit' },
  {
    name: 'k.service',
    text: `${UNIT.replace('FLAG', '--kubelet-https=false \\')}ExecStart="${SECRET}\n`,
    why: 'in a unit that is broken',
  },
  {
    name: 'up.sh',
    text: `cat <<${SECRET} >x.yaml\n${POD.replace('FLAG', '- --kubelet-https=0')}${SECRET}\nkube-apiserver --token=${SECRET} \\\n  --kubelet-https=0\n`,
    why: 'in a script',
  },
];

describe('no secret is printed, on whatever stream', () => {
  const COMMANDS = [['-v'], ['fix'], ['fix', '--write', '--backup-dir', '../backups']];

  test.each(FILES)('$why', async ({ name, text }) => {
    for (const [command = '', ...options] of COMMANDS) {
      const directory = join(temporaryDirectory(), 'files');
      mkdirSync(directory);
      writeFileSync(join(directory, name), text);
      const { stdout, stderr, status } = await runInProcess([command, ...options, name], { cwd: directory });
      expect([0, 1, 2]).toContain(status);
      expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes(SECRET))).toEqual([]);
    }
  });

  test('in the arguments of processes', async () => {
    const argv = [
      'kube-apiserver',
      `--${SECRET}`,
      '--kubelet-https=0',
      `--token=${SECRET}`,
      SECRET,
      `-v${SECRET}`,
    ];
    const root = hostTree([
      { pid: 7, cmdline: argv, uid: 0 },
      { pid: 8, cmdline: [argv.join(' ')], uid: 0 },
      { pid: 9, cmdline: ['tail', SECRET, 'kube-apiserver'], uid: 0 },
    ]);
    for (const command of [['-v'], ['-v', '-f', 'json'], ['fix']]) {
      const { stdout, stderr } = await runInProcess([...command, '--root', root]);
      expect(stdout + stderr).toContain('pid 7'.slice(command.includes('json') ? 4 : 0));
      expect(stdout + stderr).not.toContain(SECRET);
    }
  });
});
