import { auditTree, lineOf, type TreeFiles } from './audit-tree.ts';
import type { TreeProcess } from './host-tree.ts';

export const CONFIG = 'etc/rancher/k3s/config.yaml';

export const UNIT = 'etc/systemd/system/k3s.service';

export const MANIFESTS = 'etc/kubernetes/manifests';

export const ID = 'a'.repeat(64);

export const init: TreeProcess = { pid: 1, cmdline: ['/sbin/init'] };

export const k3s: TreeProcess = { pid: 9, cmdline: ['/usr/local/bin/k3s server'] };

export const server: TreeProcess = {
  pid: 42,
  cmdline: ['kube-apiserver', '--etcd-servers=x', '--z'],
  uid: 0,
};

export async function linesOf(processes: readonly TreeProcess[], files: TreeFiles): Promise<string[]> {
  const { findings } = await auditTree([init, ...processes], files);
  return findings.map(lineOf);
}

export function unit(words = '', more = ''): TreeFiles {
  return { [UNIT]: `[Service]\n${more}ExecStart=/usr/local/bin/k3s server ${words}\n` };
}

export const list = (key: string, ...values: string[]) =>
  `${key}: [${values.map((one) => `"${one}"`).join(', ')}]\n`;

export const ARG = 'kube-apiserver-arg';

export const BAD = 'kubelet-https=false';

export const GOOD = 'kubelet-https=true';

export const pod = (args: string, name = 'kube-apiserver', more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: kube-system${more}}\nspec:\n  containers:\n  - command: [kube-apiserver, --etcd-servers=x${args}]\n`;

export const WRONG = pod(', --kubelet-https=false');
