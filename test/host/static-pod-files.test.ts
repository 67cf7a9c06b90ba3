// biome-ignore-all lint/suspicious/noTemplateCurlyInString: kubelite writes its variables like that
import { expect, test } from 'vitest';
import { ID, linesOf, MANIFESTS, pod, server, WRONG } from '../support/example-host.ts';

test('a kubelet in a pod says nothing about the static pods of its host', async () => {
  const kubelet = { pid: 7, cmdline: ['kubelet', '--pod-manifest-path=/evil'], uid: 0, exe: '/kubelet' };
  const files = {
    'proc/7/cgroup': `0::/kubepods/pod761ba443-a9d6-4fb7-a0a4-3529d7aa586b/${ID}\n`,
    'evil/a.yaml': pod(', --z'),
    [`${MANIFESTS}/a.yaml`]: WRONG,
  };
  expect(await linesOf([server, kubelet], files)).toEqual([`pass | not set | drift /${MANIFESTS}/a.yaml:6`]);
});
