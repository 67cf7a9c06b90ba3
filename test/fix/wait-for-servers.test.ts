import { describe, expect, test } from 'vitest';
import { detectAll } from '../../src/detection/detect.ts';
import { fixContextOf } from '../../src/fix/fix-context.ts';
import { waitForServers } from '../../src/fix/wait-for-servers.ts';
import { watchOf } from '../../src/fix/watch.ts';
import type { Discovery } from '../../src/model/discovery.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import { fakeTerminal } from '../support/fix/fake-terminal.ts';
import { fixRequest } from '../support/fix/plan-texts.ts';
import { fileOf, processOf } from '../support/reports.ts';

const PATH = '/etc/kubernetes/apiserver';
const MANIFEST = '/etc/kubernetes/manifests/kube-apiserver.yaml';
const WRITTEN = {
  path: PATH,
  backup: '/b',
  restore: 'cp -aT /b /etc/kubernetes/apiserver',
  notes: [],
  isOnHost: false,
};

function found(invocations: readonly Invocation[]): Discovery {
  return {
    ...detectAll({ source: 'procfs', processes: 1, invocations, problems: [] }),
    kubelet: 'running',
  };
}

/** What runs, with its arguments from the file. */
function running(pid: number, ...flags: readonly string[]): Discovery {
  const { arguments: args, ...rest } = processOf(pid, ['kube-apiserver', '--etcd-servers=x', ...flags]);
  return found([{ ...rest, arguments: args.map((each) => ({ ...each, path: PATH })) }]);
}

/** What runs, started by a kubelet from the manifest, each with these flags. */
function fromManifest(...servers: readonly (readonly [pid: number, ...flags: string[]])[]): Discovery {
  const [started] = found([fileOf(MANIFEST, ['kube-apiserver'])]).servers;
  const discovery = found(servers.map(([pid, ...flags]) => processOf(pid, ['kube-apiserver', ...flags])));
  const afterRestart = { servers: started ? [started] : [], shadowed: [], problems: [] };
  return { ...discovery, servers: discovery.servers.map((server) => ({ ...server, afterRestart })) };
}

const POD = '0'.repeat(32);

/** The same, each in the pod that a kubelet made. */
function inPods(discovery: Discovery): Discovery {
  const cgroup = { unit: null, containerId: null, podUid: POD };
  const servers = discovery.servers.map((server) => {
    const { origin } = server.invocation;
    if (origin.kind !== 'process') return server;
    return { ...server, invocation: { ...server.invocation, origin: { ...origin, cgroup } } };
  });
  return { ...discovery, servers };
}

const NOTHING = found([]);
const FAILING = '--kubelet-https=false';
const STAYS = 'The files stay changed; to restore them:';

interface Row {
  readonly why: string;
  readonly at: (seconds: number) => Discovery;
  readonly before?: Discovery;
  readonly patience: number;
  readonly isBack: boolean;
  readonly says: string;
  readonly lasts?: number;
}

const ROWS: readonly Row[] = [
  {
    why: 'it runs without the flag, and has done so for ten seconds',
    at: (seconds) => (seconds < 3 ? running(7, FAILING) : running(8)),
    patience: 60,
    isBack: true,
    says: 'PASS kube-apiserver pid 8, after 3 s: --kubelet-https is not set;',
    lasts: 13,
  },
  {
    why: 'it is started again and again, and in the end stays',
    at: (seconds) => running(seconds < 25 ? 10 + seconds : 99),
    patience: 60,
    isBack: true,
    says: 'PASS kube-apiserver pid 99, after 25 s:',
  },
  {
    why: 'it is started again and again',
    at: (seconds) => running(Math.floor(seconds / 5) + 10),
    patience: 60,
    isBack: false,
    says: 'UNKNOWN after 60 s, the API server does not stay up: it was started 13 times. kube-apiserver pid 22: ',
  },
  {
    why: 'it keeps the flag',
    at: () => running(7, FAILING),
    patience: 2,
    isBack: false,
    says: 'UNKNOWN after 2 s, no API server has come up without the flag. kube-apiserver pid 7, running since before the change: --kubelet-https=false',
  },
  {
    why: 'it does not come back',
    at: () => NOTHING,
    patience: 2,
    isBack: false,
    says: 'after 2 s, no server started from these files is running. Restart the server, and check its log.',
  },
  {
    why: 'its manifest starts one that does not run yet',
    at: () => ({ ...running(8), notRunning: running(9).servers }),
    patience: 12,
    isBack: false,
    says: 'not every API server that these files define is running.',
  },
  {
    why: 'a server of other files runs without the flag',
    at: () => found([processOf(8, ['kube-apiserver', '--v=2'])]),
    patience: 12,
    isBack: false,
    says: STAYS,
  },
  {
    why: 'it comes back at the end of the limit, and the ten seconds are counted beyond it',
    at: (seconds) => (seconds < 9 ? running(7, FAILING) : running(8)),
    patience: 10,
    isBack: true,
    says: 'PASS kube-apiserver pid 8, after 9 s:',
    lasts: 19,
  },
  {
    why: 'it comes back at the end of the limit, and does not stay',
    at: (seconds) => (seconds < 9 ? running(7, FAILING) : seconds < 15 ? running(8) : running(9)),
    patience: 10,
    isBack: false,
    says: 'UNKNOWN after 15 s, the API server does not stay up: it was started twice. kube-apiserver pid 9:',
  },
  {
    why: 'one that never stopped has passed all along, for nothing restarts it',
    before: running(7),
    at: () => running(7),
    patience: 60,
    isBack: true,
    says: 'PASS kube-apiserver pid 7, running since before the change: --kubelet-https is not set;',
    lasts: 0,
  },
  {
    why: 'the kubelet starts another one, though the one before passed as well',
    before: fromManifest([7]),
    at: (seconds) => fromManifest([seconds < 20 ? 7 : 8]),
    patience: 60,
    isBack: true,
    says: 'PASS kube-apiserver pid 8, after 20 s:',
  },
  {
    why: 'one that passed all along has not come back',
    before: fromManifest([7]),
    at: () => fromManifest([7]),
    patience: 12,
    isBack: false,
    says: 'the API server has not restarted from the changed file. kube-apiserver pid 7, running since before the change: --kubelet-https is not set;',
  },
  {
    why: 'another server that seems to come from the manifest does not satisfy it',
    before: fromManifest([7, FAILING], [5]),
    at: (seconds) => fromManifest([5], ...(seconds < 30 ? [] : ([[8]] as const))),
    patience: 60,
    isBack: true,
    says: 'PASS kube-apiserver pid 8, after 30 s:',
  },
  {
    why: 'another server that seems to come from the manifest does not delay it',
    before: fromManifest([7, FAILING], [5, FAILING]),
    at: () => fromManifest([5, FAILING], [8]),
    patience: 60,
    isBack: true,
    says: 'PASS kube-apiserver pid 8, after 0 s:',
  },
  {
    why: 'where the pods of the kubelet are known, no other process stands for one',
    before: inPods(fromManifest([7, FAILING])),
    at: (seconds) => {
      const pod = inPods(fromManifest([seconds < 20 ? 7 : 9, ...(seconds < 20 ? [FAILING] : [])]));
      return { ...pod, servers: [...pod.servers, ...fromManifest([8]).servers] };
    },
    patience: 60,
    isBack: true,
    says: `PASS kube-apiserver pid 9 (pod ${POD}), after 20 s:`,
  },
  {
    why: 'where the pods of the kubelet are known, the one before has to be gone',
    before: inPods(fromManifest([7, FAILING])),
    at: () => inPods(fromManifest([7, FAILING], [8])),
    patience: 12,
    isBack: false,
    says: `no API server has come up without the flag. kube-apiserver pid 7 (pod ${POD}), running since before the change: --kubelet-https=false`,
  },
  {
    why: 'it is gone after it was started once',
    at: (seconds) => (seconds === 1 ? running(8) : NOTHING),
    patience: 2,
    isBack: false,
    says: 'no server started from these files is running, though one was started once.',
  },
  {
    why: 'the kubelet ended meanwhile',
    before: fromManifest([7, FAILING]),
    at: () => ({ ...fromManifest([7, FAILING]), kubelet: 'not running' }),
    patience: 2,
    isBack: false,
    says: 'No kubelet is running: start it, and it starts the API server from the file.',
  },
];

test.each(ROWS)('a server is waited for: $why', async ({ at, before, patience, isBack, says, lasts }) => {
  const { terminal, texts } = fakeTerminal();
  const seconds = () => terminal.now().getTime() / 1000;
  const watch = watchOf([PATH, MANIFEST], before ?? running(7, FAILING));
  const find = async () => at(Math.floor(seconds()));
  const context = fixContextOf(fixRequest([]), terminal);
  expect(await waitForServers(watch, [WRITTEN], patience * 1000, context, find)).toBe(isBack);
  expect(texts.stdout.replace(/\s+/g, ' ')).toContain(says);
  expect(texts.stdout.endsWith(`\n${WRITTEN.restore}\n`)).toBe(!isBack);
  if (lasts !== undefined) expect(seconds()).toBe(lasts);
});

describe('there is nothing to wait for, and nothing is changed', () => {
  test.each([
    {
      why: 'no server comes from the files',
      discovery: found([processOf(8, ['kube-apiserver'])]),
      message: 'none of the files to change starts an API server on this host; nothing was changed',
    },
    {
      why: 'no kubelet would start it again',
      discovery: { ...fromManifest([7, FAILING]), kubelet: 'not running' as const },
      message: 'no kubelet is running on this host, so the API server would not restart; nothing was changed',
    },
  ])('$why', ({ discovery, message }) => {
    expect(() => watchOf([MANIFEST], discovery)).toThrow(message);
  });
});
