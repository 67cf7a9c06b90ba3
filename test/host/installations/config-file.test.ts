import { expect, test } from 'vitest';
import { linesOf } from '../../support/example-host.ts';
import type { TreeProcess } from '../../support/host-tree.ts';

const SERVER: TreeProcess = {
  pid: 42,
  cmdline: ['/var/lib/k0s/bin/kube-apiserver', '--etcd-servers=x'],
  uid: 0,
};

const config = (value: string) =>
  `apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec:\n  api:\n    extraArgs:\n      kubelet-https: "${value}"\n`;

test.each([
  { start: '/usr/local/bin/k0s controller', path: '/etc/k0s/k0s.yaml' },
  { start: '/usr/local/bin/k0s controller --config=/srv/k0s.yaml', path: '/srv/k0s.yaml' },
  { start: '/usr/local/bin/k0s controller -c /srv/k0s.yaml', path: '/srv/k0s.yaml' },
  { start: '/usr/bin/env -- /usr/local/bin/k0s controller -c /srv/k0s.yaml', path: '/srv/k0s.yaml' },
])('k0s that is started with $start reads $path', async ({ start, path }) => {
  const lines = await linesOf([SERVER], {
    'etc/k0s/k0s.yaml': config(path === '/etc/k0s/k0s.yaml' ? 'false' : 'true'),
    'srv/k0s.yaml': config('false'),
    'etc/systemd/system/k0scontroller.service': `[Service]\nExecStart=${start}\n`,
  });
  expect(lines).toEqual([`pass | not set | drift ${path}:6`]);
});
