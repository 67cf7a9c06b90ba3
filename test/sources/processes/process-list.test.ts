import { describe, expect, test } from 'vitest';
import { readProcessList } from '../../../src/sources/processes/process-list.ts';
import { reportOn } from '../../support/reports.ts';

const ARGS = 'kube-apiserver --etcd-servers=x --kubelet-https=false';

function read(text: string | Buffer) {
  return readProcessList(typeof text === 'string' ? Buffer.from(`${text}\n`) : text, '-');
}

function found(text: string) {
  return read(text).invocations.map(({ origin, arguments: args }) => ({
    ...origin,
    args: args.map((argument) => argument.text).join(' '),
  }));
}

const EF = `root      4242     1 12 Nov23 ?        1-02:03:04 ${ARGS}`;
const AUX = `root      4242  5.1  2.3 1104096 411436 ?     Ssl  09:43   1:02 ${ARGS}`;
const PID_ARGS = `   4242 ${ARGS}`;

describe('a saved process list', () => {
  test.each([
    { shape: 'ps -ef', header: 'UID        PID  PPID  C STIME TTY          TIME CMD', line: EF },
    {
      shape: 'ps -ef on macOS',
      header: '  UID   PID  PPID   C STIME   TTY           TIME CMD',
      line: '    0  4242     1   0  9:44AM ??         0:00.01 '.concat(ARGS),
    },
    {
      shape: 'ps aux',
      header: 'USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
      line: AUX,
    },
    {
      shape: 'ps ax',
      header: '    PID TTY      STAT   TIME COMMAND',
      line: `   4242 ?        Ssl    0:01 ${ARGS}`,
    },
    {
      shape: 'BusyBox',
      header: 'PID   USER     TIME  COMMAND',
      line: ` 4242 root      0:00 ${ARGS}`,
    },
    { shape: 'ps -eo user,pid,args', header: 'USER PID COMMAND', line: `root  4242 ${ARGS}` },
    { shape: 'ps -eo pid,args', header: '    PID COMMAND', line: PID_ARGS },
  ])('is read as $shape with and without its header', ({ header, line }) => {
    expect(found(`${header}\n${line}\n`)).toEqual([
      { kind: 'ps', path: '-', line: 2, pid: 4242, args: ARGS },
    ]);
    expect(found(line)).toEqual([{ kind: 'ps', path: '-', line: 1, pid: 4242, args: ARGS }]);
  });

  test.each([
    { why: 'ps -eo args', text: `COMMAND\n/sbin/init\n${ARGS}` },
    { why: 'bare lines', text: `/sbin/init\n\n${ARGS}` },
    { why: 'CRLF', text: `COMMAND\r\n\r\n${ARGS}\r\n` },
    { why: 'a byte-order mark', text: `\ufeffCOMMAND\n\n${ARGS}\n` },
  ])('has no pids as $why', ({ text }) =>
    expect(found(text)).toEqual([{ kind: 'ps', path: '-', line: 3, pid: null, args: ARGS }]),
  );

  test.each([
    { why: 'BusyBox', text: `PID   USER     TIME  COMMAND\n 4242 root      0:00 ${ARGS}` },
    {
      why: 'ps -elf',
      text: `F S UID   PID  PPID  C PRI  NI ADDR SZ WCHAN  STIME TTY   TIME CMD\n4 S root  4242  1  0  80   0 - 26250 -   Nov23 ?   00:00:01 ${ARGS}`,
    },
    { why: 'lstart', text: `  PID                  STARTED COMMAND\n 4242 Mon Nov 23 09:43:01 2026 ${ARGS}` },
    { why: 'a forest', text: `    PID COMMAND\n   4242  |   \\_ ${ARGS}` },
    {
      why: 'Solaris',
      text: `     UID   PID  PPID   C    STIME TTY         TIME CMD\n    root  4242     1   0   Jan 01 ?           0:01 ${ARGS}`,
    },
    { why: 'docker top', text: `UID PID PPID C STIME TTY TIME CMD\nroot 4242 1 0 09:43 ? 00:00:01 ${ARGS}` },
  ])('follows its header: $why', ({ text }) =>
    expect(found(text)).toMatchObject([{ pid: 4242, args: ARGS }]),
  );

  test('may have its header more than once', () => {
    expect(read(`  PID COMMAND\n${PID_ARGS}\n  PID COMMAND\n${PID_ARGS}\n`)).toMatchObject({ processes: 2 });
  });

  test('does not let a process pose as a header and shift the columns', () => {
    expect(found(`/sbin/init\nA PID CMD\n${ARGS}`)).toMatchObject([{ args: ARGS }]);
  });

  test('knows a line that does not fit its header', () => {
    const { problems, invocations } = read(`UID PID CMD\nroot kube-apiserver x`);
    expect(invocations).toEqual([]);
    expect(problems).toMatchObject([{ path: '-', line: 2 }]);
  });

  test.each([
    { why: 'ps -e', text: '  PID TTY TIME CMD\n 1 ? 00:00:01 systemd\n 7 ? 00:00:01 kube-apiserver' },
    { why: 'ps -e without its header', text: '   1 ?  00:00:01 systemd\n   7 ?  00:00:01 kube-apiserver' },
    { why: 'ps -eo pid,comm', text: '  PID COMMAND\n 1 systemd\n 7 kube-apiserver' },
    {
      why: 'ps -e, with a blank in the name of another process',
      text: '  PID TTY TIME CMD\n 1 ? 00:00:01 tmux: server\n 7 ? 00:00:01 kube-apiserver',
    },
    {
      why: 'ps ax, of a process without arguments',
      text: '  PID COMMAND\n 1 /sbin/init x\n 7 [kube-apiserver]',
    },
  ])('that shows no arguments hides them: $why', ({ text }) => {
    const [invocation] = read(text).invocations;
    expect(invocation?.mayGoOn?.reason).toContain('does not show its arguments');
    expect(invocation?.arguments.map((argument) => argument.text)).toEqual(['kube-apiserver']);
  });

  test.each(['k3s', 'k3s-server', 'hyperkube', 'openshift', 'hypershift', 'apiserver', 'kube-apiserver'])(
    'that shows no arguments leaves unknown what runs: %s',
    (name) => {
      const { invocations } = read(`  PID TTY TIME CMD\n 1 ? 00:00:01 tmux: server\n 7 ? 00:00:01 ${name}`);
      const { findings } = reportOn({ invocations });
      expect(findings.map(({ status }) => status)).toEqual(['unknown']);
    },
  );

  test('has a problem where a line begins with a flag, as where another one was wrapped', () => {
    const { problems } = read(
      `/sbin/init\n${ARGS.replace(' --kubelet-https=false', '')}\n--kubelet-https=false`,
    );
    expect(problems).toMatchObject([{ line: 3 }]);
  });

  test('has no server in a process that has ended', () => {
    const text = '  PID TTY TIME CMD\n 1 ? 00:00:01 init\n 7 ? 00:00:01 kube-apiserver <defunct>';
    expect(read(text).invocations).toEqual([]);
  });

  test('of BusyBox may have another name before a command', () => {
    expect(found(`  PID USER TIME COMMAND\n 1 root 0:01 {kube-apiserver} /bin/${ARGS}`)).toMatchObject([
      { args: `/bin/${ARGS}` },
    ]);
  });

  test('has lines that may go on where its longest ones end at one column, and only those', () => {
    const cut = 'COMMAND\n/usr/bin/dockerd --a\nkube-apiserver --abc\nkube-apiserver --x\n/sbin/init';
    expect(read(cut).invocations.map(({ mayGoOn }) => mayGoOn?.reason)).toEqual([
      expect.stringContaining('cut off at column 20'),
      undefined,
    ]);
    const equal = 'COMMAND\nkube-apiserver --abc\nkube-apiserver --abd\n/sbin/init';
    expect(read(equal).invocations.map(({ mayGoOn }) => mayGoOn)).toEqual([undefined, undefined]);
  });

  const INIT = '/sbin/init';
  const line = (length: number, end = '') =>
    `kube-apiserver --etcd-servers=${'x'.repeat(length - 30 - end.length)}${end}`;

  test.each([
    ...[80, 100, 120, 132, 160, 200, 256, 512, 1024, 2048, 4096].map((width) => ({
      list: `${INIT}\n${line(width)}\n`,
      why: `${width} columns`,
    })),
    { list: `${INIT}\n${line(79)}\n`, why: 'BSD and BusyBox leave a column' },
    { list: `1 ${INIT}\n222222 ${line(4095)}\n`, why: 'a page of memory, after a column' },
    { list: `1 ${INIT}\n222222 ${line(80)}\n`, why: 'Solaris, after a column' },
    { list: `${INIT}\n${line(50)}`, why: 'its last line has no end' },
    { list: `${INIT}\n${line(81, ' --kubelet-https')}\n`, why: 'the flag, and perhaps its value' },
    { list: `${INIT}\n${line(81, ' --kubelet-ht')}\n`, why: 'what begins like the flag' },
    { list: `${INIT}\n${line(81, ' --kubelet-https=fals')}\n`, why: 'what begins like a value' },
    { list: `${INIT}\n${line(50)}…\n/sbin/x ${'x'.repeat(90)}\n`, why: 'an ellipsis' },
    {
      list: `${INIT} ${'\u200b'.repeat(200)}\n${line(80)}\n`,
      why: 'a line of another user has characters without a column',
    },
  ])('may go on after its end: $why', ({ list }) => {
    const [invocation] = readProcessList(Buffer.from(list), '-').invocations;
    expect(invocation?.mayGoOn?.hint).toContain('ps -efww');
  });

  test.each([
    { list: `${INIT}\n${line(81)}\n`, why: 'no usual width' },
    { list: `${INIT}\n${line(81, ' --kubelet-https=t')}\n`, why: 'a whole value of the flag' },
    {
      list: `${INIT} ${'x'.repeat(90)}\n${line(81, ' --kubelet-https')}\n`,
      why: 'the flag, and another line is longer',
    },
    { list: `${INIT} ${'x'.repeat(90)}\n${line(80)}\n`, why: 'another line is longer' },
    { list: `${INIT}\r\n${line(50)}\r\n`, why: 'CRLF' },
    { list: `${INIT}\n${line(50)}\n${INIT}`, why: 'the last line is that of another program' },
  ])('is whole: $why', ({ list }) => {
    const { invocations, problems } = readProcessList(Buffer.from(list), '-');
    expect(invocations.map(({ mayGoOn }) => mayGoOn)).toEqual([undefined]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['--a --kubelet-https=fal', '--a'],
    ['--a --kubelet-https', '--a'],
    ['--a --kubelet-https=false', '--a --kubelet-https=false'],
    ['--a --b ', '--a --b'],
  ])('does not count a last word that may be cut itself: %s', (args, seen) => {
    const [invocation] = readProcessList(Buffer.from(`/sbin/init\nkube-apiserver ${args}`), '-').invocations;
    expect(invocation?.arguments.map(({ text }) => text).join(' ')).toBe(`kube-apiserver ${seen}`);
  });

  test.each([
    { list: `${INIT}\n/usr/local/bin/kube-apise`, why: 'the name of a program' },
    { list: `${INIT}\n/opt/${'x'.repeat(70)}/kube\n`, why: 'the name of a program, at a usual width' },
    { list: 'UID PID CMD\nroot 1 /sbin/init\nroot 42', why: 'the columns, and no server is shown' },
  ])('has a problem where it is cut off in $why', ({ list }) => {
    const { invocations, problems } = readProcessList(Buffer.from(list), '-');
    expect(invocations).toEqual([]);
    expect(problems).toMatchObject([{ message: expect.stringContaining('may be that of an API server') }]);
  });

  test('has each process once where it shows threads', () => {
    const line = `root 4242 1 4242 1 2 09:43 ? 00:00:01 ${ARGS}`;
    expect(
      found(`UID PID PPID LWP C NLWP STIME TTY TIME CMD\n${line}\n${line.replace('1 4242', '1 4243')}`),
    ).toHaveLength(1);
    expect(found(`${ARGS}\n${ARGS}`)).toHaveLength(2);
  });

  test('says that boundaries are lost, and takes quotes for characters', () => {
    const [invocation] = read('kube-apiserver --a="b c"').invocations;
    expect(invocation?.boundaries).toBe('lost');
    expect(invocation?.arguments.map(({ text }) => text)).toEqual(['kube-apiserver', '--a="b', 'c"']);
  });

  test('ends at every newline that is one, and at nothing else', () => {
    expect(found('kube-apiserver --a=\u2028--kubelet-https=0')).toMatchObject([
      { args: 'kube-apiserver --a=\u2028--kubelet-https=0' },
    ]);
  });

  test.each([
    { text: '', why: 'it is empty: whatever was to write it has failed' },
    { text: '\n \n', why: 'it is blank' },
    { text: '  PID COMMAND\n', why: 'it is a header alone' },
    { text: 'kube-apiserver\0--a\0', why: 'it holds NUL bytes' },
    { text: 'bash: ps: command not found\n', why: 'it is the error of a shell' },
    { text: '{\n  "status": "pass"\n}\n', why: 'it is JSON' },
    { text: 'kind: Pod\nspec:\n  x: 1\n', why: 'it is YAML' },
  ])('is refused where $why', ({ text }) =>
    expect(() => read(text)).toThrow(/standard input (contains|lists|does not look)/),
  );

  test.each([
    ['│   ├─1234 kube-apiserver --kubelet-https=false', 'systemd-cgls'],
    ['/sbin/init\nETCD_PW=hunter2 kube-apiserver --kubelet-https=false', 'variables before a command'],
    ['S kube 4242 1 0 80 kube-apiserver --kubelet-https=false', 'unknown columns'],
  ])('says what it cannot read: %s', (text) => {
    const { invocations, problems } = read(text);
    expect(invocations).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test('may have the line ends of an old Mac', () => {
    const { invocations } = readProcessList(Buffer.from(`COMMAND\r/sbin/init\r${ARGS}\r`), '-');
    expect(invocations).toMatchObject([{ origin: { line: 3 } }]);
    expect(invocations[0]).not.toHaveProperty('mayGoOn');
  });

  test('has a header that takes no time, whatever its columns', () => {
    const header = `PID ${'STARTED '.repeat(60)}CMD`;
    const list = `${header}\n1 ${'Jan 01 '.repeat(60)}kube-apiserver`;
    expect(read(list).invocations).toHaveLength(1);
  });

  test('is not found in indented text', () => {
    const { invocations, problems } = read(
      'PASS  CIS\n\n  kube-apiserver  pid 4242\n    - --kubelet-https=false\n',
    );
    expect(invocations).toEqual([]);
    expect(problems).toHaveLength(2);
  });

  test.each([
    ['digits', `1 ${'1'.repeat(2_000_000)}`],
    ['colons', `a 1 1 1 a b ${'1:00'.repeat(500_000)}`],
    ['blanks', ' '.repeat(2_000_000)],
    ['words', 'apiserver '.repeat(200_000)],
  ])('is read in no time: 2 MB of %s', (_, text) => {
    expect(read(`/sbin/init\n${text} kube-apiserver`).processes).toBe(2);
  });
});
