import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/host-tree.ts';
import { parseReport } from '../../support/report-schema.ts';
import { runInProcess } from '../../support/run-in-process.ts';

const SERVER = 'kube-apiserver --etcd-servers=x --kubelet-https=false';
const PROMPT = 'user@host:~$';

/** What is said of a text: named, on standard input, and in a directory. */
async function auditEach(text: string) {
  const path = join(temporaryDirectory(), 'pasted');
  writeFileSync(path, text);
  const runs = [
    await runInProcess([path, '-f', 'json']),
    await runInProcess(['-', '-f', 'json'], { stdin: text }),
  ];
  return runs.map(({ status, stdout }) => {
    const { findings, problems } = parseReport(stdout);
    const places = findings.map(
      ({ status: verdict, evidence: { arguments: args }, target }: ReturnType<typeof JSON.parse>) =>
        `${verdict} ${args[0]?.line ?? target.line}:${args[0]?.column ?? ''}`,
    );
    return { status, places, problems: problems.length };
  });
}

describe('a file says what it says on standard input', () => {
  test.each<{ why: string; text: string; place: string }>([
    {
      why: 'a list without a header, after a prompt',
      text: `[root@a ~]# ps -ef | grep kube\nroot 6096 6079 1 Nov01 ? 12:26:39 ${SERVER}\n[root@a ~]#\n`,
      place: 'fail 2:',
    },
    {
      why: 'a list after something else',
      text: `${PROMPT} hostname\nnode\n${PROMPT} ps -ef | grep kube\nroot 6096 6079 1 Nov01 ? 12:26:39 ${SERVER}\n`,
      place: 'fail 4:',
    },
    { why: 'command lines alone', text: `/sbin/init\n${SERVER}\n`, place: 'fail 2:' },
    {
      why: 'a manifest after a prompt',
      text: `${PROMPT} cat a.yaml\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command:\n    - kube-apiserver\n    - --kubelet-https=false\n${PROMPT}`,
      place: 'fail 8:7',
    },
    {
      why: 'a unit after a prompt',
      text: `${PROMPT} systemctl cat a\r\n# /etc/systemd/system/a.service\r\n[Service]\r\nExecStart=${SERVER}\r\n`,
      place: 'fail 4:43',
    },
  ])('$why', async ({ text, place }) => {
    const said = { status: 1, places: [place], problems: 0 };
    expect(await auditEach(text)).toEqual([said, said]);
  });

  test.each<{ why: string; text: string }>([
    { why: 'pstree -a', text: 'systemd\n  |-kube-apiserver --etcd-servers=x\n' },
    { why: 'pstree -ap', text: 'systemd,1\n  ├─kube-apiserver,42 --etcd-servers=x\n' },
    { why: 'systemd-cgls', text: 'Control group /:\n└─42 /usr/bin/kube-apiserver --etcd-servers=x\n' },
    {
      why: 'crictl ps',
      text: 'CONTAINER      IMAGE     CREATED     STATE    NAME    ATTEMPT  POD ID\n3f0a0b0c0d0e0  0cae8d5c  2 hours ago  Running  kube-apiserver  0  5b0a\n',
    },
    { why: 'a script', text: `#!/bin/sh\n${SERVER} $ARGS\n` },
    { why: 'a command at a prompt', text: `${PROMPT} ${SERVER}\n` },
  ])('$why is unknown', async ({ text }) => {
    const said = { status: 2, places: [], problems: 1 };
    expect(await auditEach(text)).toEqual([said, said]);
  });
});
