import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { positioned } from '../support/positioned.ts';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { runInProcess } from '../support/run-in-process.ts';

/** What is said of a text as a file that is named, on standard input and in a directory, with and without --allow-missing. */
async function reportsOn(name: string, text: string): Promise<JsonReport[]> {
  const root = temporaryDirectory();
  writeFileSync(join(root, name), text);
  const ways = [[join(root, name)], ['-'], [root]];
  const runs = ways.flatMap((way) => [way, [...way, '--allow-missing']]);
  return Promise.all(
    runs.map(async (args) =>
      parseReport((await runInProcess([...args, '-f', 'json'], { stdin: text })).stdout),
    ),
  );
}

const UNIT = '[Service]\nExecStart=/usr/bin/kube-apiserver --v=2 --kubelet-https=false\n';

describe('what holds the flag and is not read is never passed over', () => {
  test.each([
    { name: 'setup.sh', text: `#!/bin/sh\ncat >a.service <<E\n${UNIT}E\n`, line: 4, what: 'in a script' },
    { name: 'setup', text: `set -e\ncat >a.service <<E\n${UNIT}E\n`, line: 4, what: 'not read' },
    {
      name: 'start',
      text: 'OPTS=--kubelet_https=false\n/usr/bin/kube-apiserver $OPTS\n',
      line: 1,
      what: 'not read',
    },
    {
      name: 's.ini',
      text: '[program:a]\ncommand=kube-apiserver --kubelet-https=false ; x\n',
      line: 2,
      what: 'not read',
    },
    {
      name: 'a.conf',
      text: 'description "a"\nexec /usr/bin/kube-apiserver --kubelet-https=0\n',
      line: 2,
      what: 'not read',
    },
    {
      name: 'kcp.yaml',
      text: 'apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\nspec:\n  kubeadmConfigSpec:\n    preKubeadmCommands: ["sed s/x/--kubelet-https=false/ y"]\n',
      line: 5,
      what: 'not read',
    },
    {
      name: 'talos.yaml',
      text: 'version: v1alpha1\ncluster: {apiServer: {extraArgs: {v: "2"}}}\nmachine:\n  type: controlplane\n  pods: [{spec: {command: [--kubelet-https=false]}}]\n',
      line: 5,
      what: 'not read',
    },
    {
      name: 'env.yaml',
      text: 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command: [/start.sh, kube-apiserver]\n    env: [{name: A, value: "--kubelet-https=false"}]\n',
      line: 6,
      what: 'not read',
    },
    {
      name: 'a.service',
      text: '[Service]\nExecStart=/usr/bin/kube-apiserver --v=2\nExecStartPre=/bin/sed -i s/x/--kubelet-https=false/ /y\n',
      line: 3,
      what: 'kubelet-https, in a',
    },
    {
      name: 'escaped.yaml',
      text: 'apiVersion: v1\nkind: Pod\nspec: {containers: [{command: [kube-apiserver]}]}\n---\na: "--kubelet\\x2dhttps=0"\n',
      line: 1,
      what: 'not read',
    },
    {
      name: 'a.service.j2',
      text: '[Service]\nExecStart=/usr/bin/kube-apiserver --v=2 \\\n{% if x %}\n  --kubelet-https=false\n{% endif %}\n',
      line: 4,
      what: 'in a Jinja template',
    },
    {
      name: 'start.py',
      text: '#!/usr/bin/python\ncall("kube-apiserver --kubelet-https=false and more words")\n',
      line: 2,
      what: 'in a script',
    },
    {
      name: 'two.txt',
      text: 'UID PID CMD\nroot 9 a\nUSER PID STAT COMMAND\nroot 10 Ssl kube-apiserver --etcd-servers=x --kubelet-https=false\n',
      line: 4,
      what: '',
    },
    {
      name: 'paste.txt',
      text: '[root@n ~]# cat /a\nKUBE_API_ARGS="--v=2"\n[root@n ~]# echo "KUBE_API_ARGS=--kubelet-https=false" >/a\n',
      line: 3,
      what: 'not read',
    },
    {
      name: 'main.tf',
      text: 'locals {\n  args = ["--kubelet-https=false"]\n}\n',
      line: 2,
      what: 'kubelet-https, in a',
    },
    { name: 'a.nix', text: '{\n  extraOpts = "--kubelet-https=false";\n}\n', line: 2, what: 'not read' },
    { name: 'vars.yml', text: 'apiserver_args:\n  kubelet-https: "false"\n', line: 2, what: 'not read' },
    {
      name: 'k3d.yaml',
      text: 'kind: Simple\noptions:\n- arg: --kube-apiserver-arg=kubelet-https=false\n',
      line: 3,
      what: 'not read',
    },
    {
      name: 'api.json',
      text: '{"apiServerConfig": {\n"--kubelet-https": "false"}}\n',
      line: 2,
      what: 'not read',
    },
    { name: 'a.json', text: '{"a": "--kubelet\\u002dhttps=false"}\n', line: 1, what: 'not read' },
    {
      name: 'a.j2',
      text: 'args:\n{% if x %}\n- --kubelet-https={{ y }}\n{% endif %}\n',
      line: 3,
      what: 'in a Jinja template',
    },
    {
      name: 'a.erb',
      text: 'A=1\n<% if x %>--kubelet-https=false<% end %>\n',
      line: 2,
      what: 'in an ERB template',
    },
    {
      name: 'a.tpl',
      text: 'a\n{{ if .Values.x }}\n--kubelet-https=false{{ end }}\n',
      line: 3,
      what: 'in a Helm template',
    },
    {
      name: 'a.tmpl',
      text: 'a\n{{ if .x }}\n--kubelet-https=false{{ end }}\n',
      line: 3,
      what: 'in a Go template',
    },
    {
      name: 'a.txt',
      text: 'a {\n%{ if x }\n--kubelet-https=false\n',
      line: 3,
      what: 'in a Terraform template',
    },
    {
      name: 'pod.txt',
      text: 'Name:  a\nContainers:\n  a:\n    Container ID:  x\n    Command:\n      kube-apiserver\n      --kubelet-https=false\n',
      line: 7,
      what: 'in output of "kubectl describe"',
    },
    {
      name: 'status',
      text: '● a.service\n     Loaded: loaded (/a)\n     CGroup: /a\n             └─1 /usr/bin/kube-apiserver --kubelet-https=0\n',
      line: 4,
      what: 'in output of "systemctl status"',
    },
    {
      name: 'x.yaml',
      text: 'a: [\n# c\n  b: --kubelet-https=false\n',
      line: 3,
      what: '; line 3 has kubelet-https',
    },
    {
      name: 'cm.yaml',
      text: 'kind: ConfigMap\napiVersion: v1\ndata:\n  a: --kubelet-https=false\n',
      line: 4,
      what: 'not read',
    },
    {
      name: 'two.yaml',
      text: 'apiVersion: v1\nkind: Pod\nspec: {containers: [{command: [kube-apiserver]}]}\n---\na: --kubelet-https=0\n',
      line: 5,
      what: 'not read',
    },
  ])('$name, $what', async ({ name, text, line, what }) => {
    for (const { status, problems, exitStatus } of await reportsOn(name, text)) {
      expect({ status, exitStatus }).toEqual({ status: 'unknown', exitStatus: 2 });
      expect(problems).toHaveLength(1);
      const text = positioned(problems[0]);
      expect(text).toMatch(new RegExp(`line ${line}:? (?:has kubelet-https|mentions an API server)`));
      expect(text).toContain(what);
    }
  });

  test.each([
    {
      name: 'README.md',
      text: '# API server\n\n    kube-apiserver --kubelet-https=false\n',
      why: 'a document',
    },
    { name: 'NEWS', text: 'The `--kubelet-https` flag was removed.\n', why: 'a sentence' },
    {
      name: 'NEWS',
      text: 'In 1.22, please remove the flag --kubelet-https.\n',
      why: 'the end of a sentence',
    },
  ])(
    'a text that only talks of it is a note in a directory, and unknown if it is named: $why',
    async ({ name, text }) => {
      const [named, , stdin, , directory, allowed] = await reportsOn(name, text);
      for (const report of [named, stdin]) expect(report).toMatchObject({ status: 'unknown', exitStatus: 2 });
      expect(directory).toMatchObject({ status: 'notapplicable', exitStatus: 3, problems: [] });
      expect(allowed).toMatchObject({ status: 'notapplicable', exitStatus: 0 });
      const root = temporaryDirectory();
      writeFileSync(join(root, name), text);
      const { stdout } = await runInProcess([root]);
      expect(stdout.replace(/\s+/g, ' ')).toMatch(
        new RegExp(`note ${join(root, name)}:[13]:\\d+ it only talks of kubelet-https; it was not audited`),
      );
    },
  );

  test.each([
    { name: 'ci.yaml', text: 'run: kubelet-https-audit deploy/\n', why: 'the name of this tool' },
    { name: 'a.sh', text: '#!/bin/sh\n# --kubelet-https=false\necho\n', why: 'a comment' },
    { name: 'a.yaml', text: 'a: b # --kubelet-https=false\n', why: 'a comment after code' },
  ])('$why is not the flag', async ({ name, text }) => {
    const [named, , , , directory] = await reportsOn(name, text);
    for (const report of [named, directory]) expect(report).toMatchObject({ exitStatus: 3, problems: [] });
  });

  test('many notes are counted', async () => {
    const root = temporaryDirectory();
    for (let index = 0; index < 8; index += 1) writeFileSync(join(root, `${index}.md`), 'No --kubelet-https');
    expect((await runInProcess([root])).stdout).toContain('  note  3 more files like these: see -v\n');
  });
});

test.each(['{{ a }} {{ b }}', '{{a}}', '<%= @a %>', '$A', `$${'{A:-}'}`])(
  'what fills in the arguments of an API server is unknown: %s',
  async (filled) => {
    const text = `KUBE_API_PORT="--secure-port=6443"\nKUBE_API_ARGS="${filled}"\n`;
    for (const { status } of await reportsOn('apiserver', text)) expect(status).toBe('unknown');
  },
);

describe('what merely mentions an API server is no problem in a directory', () => {
  test.each([
    {
      name: 'wait',
      text: '#!/bin/sh\n# Wait for kube-apiserver\ncat <<E\napiVersion: v1\nkind: Namespace\nE\n',
      why: 'a script',
    },
    {
      name: '90-site.conf',
      text: 'vm.swappiness = 10\n# the ports of the kube-apiserver\nnet.ipv4.x = 1\n',
      why: 'sysctl',
    },
    {
      name: 'rsyslog.conf',
      text: 'if $programname == "kube-apiserver" then {\n  stop\n}\n',
      why: 'another .conf',
    },
    {
      name: 'dashboard.yaml.tmpl',
      text: 'a: {{ .a }}\nargs: {{ if .b }}\n# --apiserver-host=http://x\n  - --apiserver-host=x\n',
      why: 'a dashboard',
    },
    {
      name: 'kubeconfig.yaml',
      text: 'apiVersion: v1\nkind: Config\nclusters:\n- cluster: {{ server: https://kube-apiserver:6443 }\n',
      why: 'a kubeconfig',
    },
    {
      name: 'settings.json',
      text: '{\n  // the kube-apiserver\n  "a": "kube-apiserver",\n}\n',
      why: 'JSON with comments',
    },
    {
      name: 'hosts.erb',
      text: 'kind: <%= @a: b %>\n<%# kube-apiserver %>\nname: kube-apiserver\n',
      why: 'ERB',
    },
    {
      name: 'main.tf',
      text: 'resource "x" "y" {\n  # the kube-apiserver\n  kind: kube-apiserver: {\n}\n',
      why: 'Terraform',
    },
    {
      name: 'Makefile',
      text: 'kind:\n\tkind create: cluster: {\n\tkubectl logs kube-apiserver\n',
      why: 'a Makefile',
    },
  ])('$why', async ({ name, text }) => {
    const root = temporaryDirectory();
    writeFileSync(join(root, name), text);
    expect((await runInProcess([root])).status).toBe(3);
  });
});
