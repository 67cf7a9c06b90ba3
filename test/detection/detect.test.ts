import { describe, expect, test } from 'vitest';
import { detect } from '../../src/detection/detect.ts';
import { toArguments } from '../../src/model/argument.ts';

function detectIn(argv: readonly string[], executable: string | null = null) {
  return detect({
    origin: { kind: 'process', pid: 7, uid: 0, executable },
    arguments: toArguments(argv),
    boundaries: 'kept',
  });
}

const FLAG = '--kubelet-https=false';

describe('an API server', () => {
  test.each([
    { argv: ['kube-apiserver', FLAG], program: 'kube-apiserver', own: [FLAG], why: 'kubeadm, RKE, RKE2' },
    {
      argv: ['/usr/local/bin/kube-apiserver', FLAG],
      program: 'kube-apiserver',
      own: [FLAG],
      why: 'kops, Talos',
    },
    { argv: ['/var/lib/k0s/bin/kube-apiserver', FLAG], program: 'kube-apiserver', own: [FLAG], why: 'k0s' },
    {
      argv: ['/snap/microk8s/1910/kube-apiserver', FLAG],
      program: 'kube-apiserver',
      own: [FLAG],
      why: 'MicroK8s',
    },
    { argv: ['/snap/kube-apiserver/9/kube-apiserver'], program: 'kube-apiserver', own: [], why: 'Charmed' },
    {
      argv: ['/hyperkube', 'apiserver', FLAG],
      program: 'hyperkube apiserver',
      own: [FLAG],
      why: 'hyperkube',
    },
    {
      argv: ['hyperkube', 'kube-apiserver', FLAG],
      program: 'hyperkube kube-apiserver',
      own: [FLAG],
      why: 'hyperkube 1.12',
    },
    {
      argv: ['hyperkube', '-v', '2', '--logtostderr', FLAG, 'kube-apiserver', '--profiling=false'],
      program: 'hyperkube kube-apiserver',
      own: ['-v', '2', '--logtostderr', FLAG, '--profiling=false'],
      why: 'hyperkube with flags before the subcommand',
    },
    {
      argv: ['apiserver', '--etcd-servers=x'],
      program: 'apiserver',
      own: ['--etcd-servers=x'],
      why: 'bare name',
    },
    {
      argv: ['apiserver', '--etcd-servers', 'x'],
      program: 'apiserver',
      own: ['--etcd-servers', 'x'],
      why: 'bare name',
    },
    {
      argv: ['/apiserver', '--etcd_servers=x', FLAG],
      program: 'apiserver',
      own: ['--etcd_servers=x', FLAG],
      why: 'Kubernetes 1.9 and before',
    },
    {
      argv: ['/apiserver', '--etcd_servers', 'x'],
      program: 'apiserver',
      own: ['--etcd_servers', 'x'],
      why: 'Kubernetes 1.9 and before',
    },
    {
      argv: ['openshift', 'start', 'kubernetes', 'apiserver', FLAG],
      program: 'openshift start kubernetes apiserver',
      own: [FLAG],
      why: 'OpenShift with plain flags',
    },
  ])('$why: $argv', ({ argv, program, own }) => {
    const target = detectIn(argv);
    expect(target).toMatchObject({ kind: 'api-server', program });
    expect(target).not.toHaveProperty('hidden');
    expect(target.kind === 'api-server' && target.arguments.map(({ text }) => text)).toEqual(own);
  });

  test('keeps the index that its arguments have in the whole list', () => {
    const target = detectIn(['hyperkube', '--v=2', 'apiserver', FLAG]);
    expect(target.kind === 'api-server' && target.arguments.map(({ index }) => index)).toEqual([1, 3]);
  });

  test('is told by its executable where its name was changed', () => {
    expect(detectIn(['renamed', FLAG, '--etcd-servers=x'], '/usr/bin/kube-apiserver')).toMatchObject({
      kind: 'api-server',
      program: 'kube-apiserver',
      warnings: [],
    });
  });

  test.each([
    ['/usr/bin/kube-apiserver', []],
    ['/hyperkube', []],
    [null, []],
    ['/usr/bin/python3.11', ['executable-differs']],
  ])('that runs %s', (executable, codes) => {
    const target = detectIn(['kube-apiserver'], executable);
    expect(target.kind === 'api-server' && target.warnings.map(({ code }) => code)).toEqual(codes);
  });
});

describe('an API server that hides its arguments', () => {
  test.each([
    {
      argv: ['kube-apiserver', '--openshift-config=/a/c.yaml', FLAG],
      program: 'kube-apiserver',
      file: '/a/c.yaml',
    },
    {
      argv: ['kube-apiserver', '--openshift-config', '/a/c.yaml'],
      program: 'kube-apiserver',
      file: '/a/c.yaml',
    },
    {
      argv: ['hyperkube', 'kube-apiserver', '--openshift-config=/a/c.yaml'],
      program: 'hyperkube kube-apiserver',
      file: '/a/c.yaml',
    },
    {
      argv: ['hypershift', 'openshift-kube-apiserver', '--config=/a/c.yaml'],
      program: 'hypershift openshift-kube-apiserver',
      file: '/a/c.yaml',
    },
    {
      argv: [
        'openshift',
        'start',
        'master',
        'api',
        '--config=/etc/origin/master/master-config.yaml',
        '--loglevel=2',
      ],
      program: 'openshift start master api',
      file: '/etc/origin/master/master-config.yaml',
    },
    {
      argv: ['openshift', 'start', '--master-config', '/m.yaml'],
      program: 'openshift start',
      file: '/m.yaml',
    },
    { argv: ['/usr/local/bin/k3s server'], program: 'k3s server', file: '/etc/rancher/k3s/config.yaml' },
    {
      argv: ['/usr/local/bin/k3s server', '', '', ''],
      program: 'k3s server',
      file: '/etc/rancher/k3s/config.yaml',
    },
    {
      argv: ['k3s', '--debug', 'server', '--v=1'],
      program: 'k3s server',
      file: '/etc/rancher/k3s/config.yaml',
    },
    {
      argv: ['/snap/microk8s/1/kubelite', '--apiserver-args-file=/var/snap/microk8s/1/args/kube-apiserver'],
      program: 'kubelite',
      file: '/var/snap/microk8s/1/args/kube-apiserver',
    },
    { argv: ['kubelite'], program: 'kubelite', file: '/var/snap/microk8s/current/args/kube-apiserver' },
  ])('names $file: $argv', ({ argv, program, file }) => {
    const target = detectIn(argv);
    expect(target).toMatchObject({ kind: 'api-server', program });
    expect(target.kind === 'api-server' && target.hidden?.reason).toContain(file);
    expect(target.kind === 'api-server' && target.hidden?.hint).not.toBe('');
  });

  test('does not take another flag for the name of its file', () => {
    const target = detectIn(['hypershift', 'openshift-kube-apiserver', '--config', '--token=hunter2']);
    expect(JSON.stringify(target.kind === 'api-server' && target.hidden)).not.toContain('hunter2');
  });

  test('may not name its file', () => {
    const target = detectIn(['openshift', 'start', 'master']);
    expect(target.kind === 'api-server' && target.hidden?.reason).toContain('does not name');
  });
});

test('the title that a process gave itself is not shown, for it may hold anything', () => {
  expect(detectIn(['/opt/x --token=hunter2 apiserver', '1'])).toMatchObject({
    kind: 'set-aside',
    program: 'x',
  });
  expect(detectIn(['PW=hunter2', 'kube-apiserver'])).toMatchObject({ program: '(unnamed)' });
  expect(detectIn(['db://u:hunter2@apiserver'])).toMatchObject({ program: '(unnamed)' });
});

test('a title is split at blanks, where a path with blanks is none', () => {
  expect(detectIn(['/usr/bin/k3s server', ''])).toMatchObject({ invocation: { boundaries: 'lost' } });
  expect(detectIn(['/opt/my files/kube-apiserver', ''])).toMatchObject({
    program: 'kube-apiserver',
    invocation: { boundaries: 'kept' },
  });
});

test.each([
  { argv: ['renamed', '--etcd-servers=x'], kind: 'api-server', why: 'may be one' },
  { argv: ['renamed', '--', '--etcd-servers=x'], kind: 'set-aside', why: 'is none without its flags' },
  {
    argv: ['go-runner', 'kube-apiserver', '--etcd-servers=x'],
    kind: 'set-aside',
    why: 'is none as a wrapper',
  },
  {
    argv: ['hyperkube', 'kubelet', '--etcd-servers=x'],
    kind: 'set-aside',
    why: 'is none as another component',
  },
])('a program whose executable may not be seen $why: $argv', ({ argv, kind }) => {
  const detection = detect({
    origin: { kind: 'process', pid: 7, uid: 0, executable: null },
    arguments: toArguments(argv),
    boundaries: 'kept',
    howToSeeExecutable: 'Run as root.',
  });
  expect(detection.kind).toBe(kind);
  expect(detection.kind === 'api-server' ? detection.hidden?.hint : 'Run as root.').toBe('Run as root.');
});

test('arguments that their source did not give whole are hidden', () => {
  const hidden = { reason: 'cut off', hint: 'look again' };
  const target = detect({
    origin: { kind: 'ps', path: '-', line: 1, pid: null },
    arguments: toArguments(['kube-apiserver', FLAG]),
    boundaries: 'lost',
    hidden,
  });
  expect(target).toMatchObject({ kind: 'api-server', hidden });
});

test.each([
  { argv: ['hyperkube'], kind: 'api-server', why: 'its subcommand may be cut off' },
  { argv: ['apiserver', '--secure-port=443'], kind: 'api-server', why: '--etcd-servers may be cut off' },
  { argv: ['k3s', 'agent'], kind: 'set-aside', why: 'its subcommand is known' },
  { argv: ['etcd', '--x'], kind: 'set-aside', why: 'its program is known' },
])('arguments that may go on leave open what is not seen: $why', ({ argv, kind }) => {
  const mayGoOn = { reason: 'cut off', hint: 'look again' };
  const detection = detect({
    origin: { kind: 'ps', path: '-', line: 1, pid: null },
    arguments: toArguments(argv),
    boundaries: 'lost',
    mayGoOn,
  });
  expect(detection.kind).toBe(kind);
  expect(detection.kind === 'api-server' ? detection.hidden : mayGoOn).toBe(mayGoOn);
});

test.each([
  [['/usr/local/bin/kube-apiserver-v1.18.20', '--etcd-servers=x', FLAG]],
  [['kube-apiserver.real', FLAG]],
  [['/hyperkube-amd64', 'apiserver', '--etcd-servers=x', FLAG]],
  [['/lib64/ld-linux-x86-64.so.2', '/usr/bin/kube-apiserver', '--etcd-servers=x', FLAG]],
  [['qemu-aarch64', '/usr/bin/kube-apiserver', '--etcd-servers=x', FLAG]],
])('a process that may be an API server by its name and flags is unknown: %j', (argv) => {
  expect(detectIn(argv)).toMatchObject({
    kind: 'api-server',
    hidden: { reason: expect.stringContaining('the arguments of an API server') },
  });
});

test.each([
  [['kube-apiserver-exporter', '--web.listen-address=:9']],
  [['qemu-system-x86_64', '-m', '1G']],
  [['my-server', '--etcd-servers=x']],
])('and any other is set aside: %j', (argv) => {
  expect(detectIn(argv).kind).toBe('set-aside');
});

describe('in a file, a wrapper is unwrapped', () => {
  const detectInFile = (argv: readonly string[]) =>
    detect({
      origin: {
        kind: 'file',
        path: 'x',
        line: 1,
        column: 1,
        format: 'workload',
        object: null,
        container: null,
      },
      arguments: toArguments(argv),
      boundaries: 'kept',
    });

  test.each([
    [['/go-runner', '--log-file=/x', '/usr/local/bin/kube-apiserver', FLAG], 'kube-apiserver'],
    [['/usr/bin/flock', '/var/lock/kube-apiserver', '/hyperkube', 'apiserver', FLAG], 'hyperkube apiserver'],
    [['flock', '-x', '/var/lock/kube-apiserver', 'kube-apiserver', FLAG], 'kube-apiserver'],
    [['flock', '-w', '10', '/run/k3s', 'kube-apiserver', FLAG], 'kube-apiserver'],
    [['chroot', '/opt/k3s', 'kube-apiserver', FLAG], 'kube-apiserver'],
    [['runuser', '-u', 'k3s', '--', 'kube-apiserver', FLAG], 'kube-apiserver'],
    [['sudo', '-u', 'hyperkube', '/usr/bin/kube-apiserver', FLAG], 'kube-apiserver'],
    [['watch-termination', '--x=y', '--', 'hyperkube', 'kube-apiserver', FLAG], 'hyperkube kube-apiserver'],
    [['env', 'A=b', 'kube-apiserver', FLAG], 'kube-apiserver'],
    [['tini', '--', 'kube-apiserver', FLAG], 'kube-apiserver'],
  ])('%o', (argv, program) => {
    const target = detectInFile(argv);
    expect(target).toMatchObject({ kind: 'api-server', program });
    expect(target.kind === 'api-server' && target.arguments.map(({ index }) => index)).toEqual([
      argv.length - 1,
    ]);
  });

  test.each([
    [['$BIN', '--kubelet-https=false'], 'api-server'],
    [['$BIN', '--etcd-servers=x'], 'api-server'],
    [['kube-apiserver', '--v=2'], 'api-server'],
    [['$BIN', '--v=2'], 'set-aside'],
  ])('and a program that is not known may be one: %o', ([program = '', ...args], kind) => {
    const detection = detect({
      origin: {
        kind: 'file',
        path: 'x',
        line: 1,
        column: 1,
        format: 'workload',
        object: null,
        container: null,
      },
      arguments: toArguments([program, ...args]).map((argument) =>
        argument.index === 0 ? { ...argument, isUnknown: true as const } : argument,
      ),
      boundaries: 'kept',
    });
    expect(detection.kind).toBe(kind);
    expect(detection.kind === 'api-server' && detection.hidden === undefined).toBe(false);
  });

  test.each([
    { argv: ['--etcd-servers=x', FLAG], own: 2, why: 'an image of its own' },
    { argv: ['/entrypoint.sh', 'kube-apiserver', '--etcd-servers=x', FLAG], own: 3, why: 'an entrypoint' },
    { argv: ['sudo', '/opt/server', '--etcd_servers', 'x'], own: 3, why: 'the spelling of 1.9' },
    { argv: ['/opt/server', '-kubelet-https=false'], own: 1, why: 'one dash' },
    { argv: ['/opt/run', 'kube-apiserver --v=2 --kubelet_https=0'], own: 1, why: 'one joined string' },
    { argv: ['/opt/run', '--args=--etcd-servers=x'], own: 1, why: 'a value' },
    { argv: ['rke2', 'server', '--kube-apiserver-arg=kubelet-https=f'], own: 2, why: 'the argument of k3s' },
    { argv: ['/opt/run', '--etcd-servers-overrides=x'], own: 1, why: 'a flag that needs another one' },
    { argv: ['docker', 'run', 'image', 'kube-apiserver', FLAG], own: 4, why: 'docker' },
  ])('and an unknown program with its flags is undetermined: $why', ({ argv, own }) => {
    const target = detectInFile(argv);
    expect(target).toMatchObject({
      kind: 'api-server',
      program: '(unknown)',
      hidden: { hint: expect.any(String) },
    });
    expect(target.kind === 'api-server' && target.arguments).toHaveLength(own);
    expect(detectIn(argv).kind).toBe('set-aside');
  });

  test.each([
    [['grep', '-q', '--', '--kubelet-https=false', '/x']],
    [['sh', '-c', 'x']],
    [['/bin/sed', '-i', 's/--kubelet-https=false//', '/x']],
    [['echo', 'starting with --etcd-servers=x']],
    [['hyperkube', 'kubelet', '--etcd-servers=x']],
    [['/opt/server', '--etcd-endpoints=x', '--not--kubelet-https', '/etc/kubelet-https.conf']],
    [['/usr/bin/kubelet-https-audit', '--kubelet-https']],
    [['/opt/run', '--image=kubelet-https-audit', '--x-etcd-servers=x']],
  ])('and what is certainly another program is none: %o', (argv) =>
    expect(detectInFile(argv).kind).toBe('set-aside'),
  );

  test.each([[['sudo', 'vim', 'kube-apiserver.yaml']], [['flock', '/var/lock/kube-apiserver', 'etcd']]])(
    'and may hold no API server: %o',
    (argv) => expect(detectInFile(argv).kind).toBe('set-aside'),
  );
});

describe('no API server', () => {
  test.each([
    { argv: ['grep', 'kube-apiserver'], why: 'a grep' },
    { argv: ['vim', '/etc/kubernetes/manifests/kube-apiserver.yaml'], why: 'an editor' },
    { argv: ['tail', '-f', '/var/log/kube-apiserver.log'], why: 'a pager' },
    { argv: ['kubectl', 'logs', '-n', 'kube-system', 'kube-apiserver-master-1'], why: 'kubectl logs' },
    { argv: ['kubectl', 'logs', 'kube-apiserver', FLAG], why: 'kubectl with the name as an argument' },
    {
      argv: ['kube-controller-manager', '--cluster-signing-kube-apiserver-client-cert-file=/x'],
      why: 'the controller manager',
    },
    { argv: ['/usr/bin/kube-apiserver-exporter', FLAG], why: 'an exporter' },
    { argv: ['kube-apiserver.sh'], why: 'a script' },
    { argv: ['sh', '-c', 'exec kube-apiserver --kubelet-https=true'], why: 'a shell' },
    { argv: ['/go-runner', '--log-file=/x', '/usr/local/bin/kube-apiserver', FLAG], why: 'go-runner' },
    { argv: ['/usr/bin/flock', '/var/lock/x', '/hyperkube', 'apiserver', FLAG], why: 'flock' },
    {
      argv: ['watch-termination', '--x', '--', 'hyperkube', 'kube-apiserver', FLAG],
      why: 'watch-termination',
    },
    { argv: ['sudo', 'kube-apiserver', FLAG], why: 'sudo' },
    { argv: ['hyperkube', 'kubelet', '--hostname-override', 'apiserver'], why: 'hyperkube kubelet' },
    {
      argv: ['hyperkube', '--v', '2', 'controller-manager', 'apiserver'],
      why: 'hyperkube controller-manager',
    },
    { argv: ['hyperkube'], why: 'hyperkube without a subcommand' },
    { argv: ['apiserver', '--secure-port=443'], why: 'an apiserver without etcd' },
    { argv: ['k3s', 'agent', '--server', 'https://x:6443'], why: 'a k3s agent' },
    { argv: ['/usr/local/bin/k3s agent'], why: 'a k3s agent that renamed itself' },
    { argv: ['k3s', 'kubectl', 'get', 'server'], why: 'k3s kubectl' },
    {
      argv: ['k3s', 'server', '--disable-apiserver=false', '--disable-apiserver'],
      why: 'k3s, where the last decides',
    },
    { argv: ['k3s', 'server', '--disable-apiserver'], why: 'a k3s server without API server' },
    { argv: ['kubelite', '--start-control-plane=false'], why: 'kubelite on a worker' },
    { argv: ['openshift', 'start', 'master', 'controllers', '--config=/x'], why: 'OpenShift controllers' },
    { argv: ['openshift', 'start', 'node', '--config=/x'], why: 'an OpenShift node' },
    { argv: ['hypershift', 'openshift-controller-manager', '--config=/x'], why: 'another hypershift' },
    { argv: ['[kube-apiserver]', '<defunct>'], why: 'a zombie in a process list' },
    { argv: ['rke2', 'server'], why: 'rke2 server, whose API server is a process of its own' },
    { argv: [''], why: 'a process without a name' },
    { argv: ['constructor', 'kube-apiserver'], why: 'a name that every object has' },
  ])('$why: $argv', ({ argv }) => {
    const detection = detectIn(argv);
    expect(detection.kind).toBe('set-aside');
    expect(detection.kind === 'set-aside' && detection.reason).toBeTruthy();
  });
});
