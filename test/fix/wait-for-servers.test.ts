import { expect, test } from 'vitest';
import { detectAll } from '../../src/detection/detect.ts';
import { fixContextOf } from '../../src/fix/fix-context.ts';
import { waitForServers } from '../../src/fix/wait-for-servers.ts';
import type { Discovery } from '../../src/model/discovery.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import { fakeTerminal } from '../support/fix/fake-terminal.ts';
import { fixRequest } from '../support/fix/plan-texts.ts';
import { processOf } from '../support/reports.ts';

const PATH = '/etc/kubernetes/apiserver';
const REPLACED = { backup: '/b', restore: 'cp -aT /b /etc/kubernetes/apiserver', notes: [] };

/** What runs, with its arguments from the file. */
function running(pid: number, ...flags: readonly string[]): Discovery {
  const { arguments: args, ...rest } = processOf(pid, ['kube-apiserver', '--etcd-servers=x', ...flags]);
  const invocation: Invocation = { ...rest, arguments: args.map((each) => ({ ...each, path: PATH })) };
  return detectAll({ source: 'procfs', processes: 1, invocations: [invocation], problems: [] });
}

const NOTHING = detectAll({ source: 'procfs', processes: 1, invocations: [], problems: [] });
const FAILING = '--kubelet-https=false';
const STAYS = 'The files stay changed; to restore them:';

test.each([
  {
    why: 'it runs without the flag, and has done so for ten seconds',
    at: (seconds: number) => (seconds < 3 ? running(7, FAILING) : running(8)),
    patience: 60,
    isBack: true,
    says: 'PASS kube-apiserver pid 8, after 13 s: --kubelet-https is not set;',
  },
  {
    why: 'it is started again and again, and in the end stays',
    at: (seconds: number) => running(seconds < 25 ? seconds : 99),
    patience: 60,
    isBack: true,
    says: 'PASS kube-apiserver pid 99, after 35 s:',
  },
  {
    why: 'it is started again and again',
    at: (seconds: number) => running(Math.floor(seconds / 5) + 1),
    patience: 60,
    isBack: false,
    says: `UNKNOWN no API server has come up without the flag after 60 s. kube-apiserver pid 13: --kubelet-https is not set;`,
  },
  {
    why: 'it keeps the flag',
    at: () => running(7, FAILING),
    patience: 2,
    isBack: false,
    says: 'UNKNOWN no API server has come up without the flag after 2 s. kube-apiserver pid 7: --kubelet-https=false',
  },
  {
    why: 'it does not come back',
    at: () => NOTHING,
    patience: 2,
    isBack: false,
    says: 'after 2 s. No server started from these files is running. Check its log',
  },
  {
    why: 'its manifest starts one that does not run yet',
    at: () => ({ ...running(8), notRunning: running(9).servers }),
    patience: 12,
    isBack: false,
    says: STAYS,
  },
  {
    why: 'a server of other files runs without the flag',
    at: () => detectAll({ ...NOTHING.scan, invocations: [processOf(8, ['kube-apiserver', '--v=2'])] }),
    patience: 12,
    isBack: false,
    says: STAYS,
  },
])('a server is waited for: $why', async ({ at, patience, isBack, says }) => {
  const { terminal, texts } = fakeTerminal();
  const find = async () => at(Math.floor(terminal.now().getTime() / 1000));
  const context = fixContextOf(fixRequest([]), terminal);
  expect(await waitForServers([PATH], [REPLACED], patience * 1000, context, find)).toBe(isBack);
  expect(texts.stdout.replace(/\s+/g, ' ')).toContain(says);
  expect(texts.stdout.endsWith(`\n${REPLACED.restore}\n`)).toBe(!isBack);
});
