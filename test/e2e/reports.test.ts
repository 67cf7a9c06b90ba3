import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { REPORTS } from '../../src/reporters/index.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { COMMAND, runBin } from '../support/run-bin.ts';

const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;

function host(...flags: string[]): string {
  return hostTree([
    { pid: 42, cmdline: ['kube-apiserver', ...flags], exe: '/usr/bin/kube-apiserver', uid: 0 },
  ]);
}

/** Runs until one has a hidden file beside that file, and sends it a signal then. */
async function signalledAmidWriting(file: string, signal: NodeJS.Signals) {
  const root = host(...Array.from({ length: 20_000 }, () => '--kubelet-https=1'));
  const args = ['--root', root, '-q', '--report', `json=${file}`];
  const before = readdirSync(dirname(file));
  for (;;) {
    const child = spawn(COMMAND[0] ?? '', [...COMMAND.slice(1), ...args]);
    const closed = once(child, 'close');
    while (child.exitCode === null) {
      const hidden = readdirSync(dirname(file)).find(
        (name) => name.startsWith('.') && !before.includes(name),
      );
      if (hidden !== undefined && child.kill(signal)) {
        if (signal === 'SIGKILL') await closed;
        else await setTimeout(50);
        if (readdirSync(dirname(file)).includes(hidden)) return { child, hidden };
        child.kill('SIGCONT');
        break;
      }
      await setImmediate();
    }
    await closed;
  }
}

describe('--report', () => {
  test('writes every format in one run as well as to stdout', async () => {
    const directory = temporaryDirectory();
    const names = Object.keys(REPORTS);
    const options = names.map((name) => `--report=${name}=${join(directory, name)}`);
    const { status, stdout, stderr } = await runBin(
      ['--root', host('--kubelet-https=0'), '-f', 'json', ...options],
      {
        env: { FORCE_COLOR: '1' },
      },
    );
    expect(status).toBe(1);
    expect(stderr).toBe('');
    expect(parseReport(stdout).status).toBe('fail');
    expect(readdirSync(directory).sort()).toEqual([...names].sort());
    for (const name of names) {
      const text = readFileSync(join(directory, name), 'utf8');
      expect(text).toMatch(/42/);
      expect(text).not.toContain('\u001b');
    }
    expect(readFileSync(join(directory, 'json'), 'utf8').replace(/"auditedAt.*/, '')).toBe(
      stdout.replace(/"auditedAt.*/, ''),
    );
  });

  test('is written with --quiet as well', async () => {
    const file = join(temporaryDirectory(), 'r');
    const { status, stdout } = await runBin(['--root', host(), '-q', '--report', `json=${file}`]);
    expect([status, stdout]).toEqual([0, '']);
    expect(parseReport(readFileSync(file, 'utf8')).status).toBe('pass');
  });

  test.each([
    { flags: [], expected: 2, why: 'a pass' },
    { flags: ['--kubelet-https=0'], expected: 1, why: 'a fail' },
  ])(
    'that cannot be written leaves $why with status $expected, and the others are written',
    async (given) => {
      const directory = temporaryDirectory();
      const { status, stdout, stderr } = await runBin([
        ...['--root', host(...given.flags), '--report', `json=${join(directory, 'none', 'a')}`],
        ...['--report', `unix=${directory}`, '--report', `ndjson=${join(directory, 'b')}`],
      ]);
      expect(status).toBe(given.expected);
      expect(stdout).toContain('kube-apiserver');
      expect(stderr.match(/^error: cannot write .*\nhint: /gm)).toHaveLength(2);
      expect(readFileSync(join(directory, 'b'), 'utf8')).toContain('"pid":42');
      expect(readdirSync(directory)).toEqual(['b']);
    },
  );

  test('takes the place of a file at once, and keeps its mode and the link to it', async () => {
    const directory = temporaryDirectory();
    const file = join(directory, 'real', 'r');
    mkdirSync(join(directory, 'real'));
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    const before = statSync(file).ino;
    symlinkSync('real/r', join(directory, 'link'));
    await runBin(['--root', host(), '-qv', '--report', `unix=${join(directory, 'link')}`]);
    expect(readlinkSync(join(directory, 'link'))).toBe('real/r');
    expect(readFileSync(file, 'utf8')).toMatch(/^.*:42: pass: /);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(statSync(file).ino).not.toBe(before);
    expect(readdirSync(join(directory, 'real'))).toEqual(['r']);
  });

  test('leaves the old file on a full disk', async ({ skip }) => {
    skip(!isLinux || !isRoot, 'only root on Linux can mount a small disk');
    const directory = temporaryDirectory();
    const script = `mount -t tmpfs -o size=8k tmpfs ${directory} && echo old >${directory}/r && "$@"; s=$?; ls -A ${directory}; cat ${directory}/r; exit $s`;
    const { status, stdout, stderr } = await runBin(
      [
        '--root',
        host(...Array.from({ length: 500 }, () => '--kubelet-https=1')),
        '-q',
        '--report',
        `json=${directory}/r`,
      ],
      { through: ['unshare', '--mount', 'sh', '-c', script, 'sh'] },
    );
    expect([status, stdout]).toEqual([2, 'r\nold\n']);
    expect(stderr).toMatch(/^error: cannot write .*no space left/);
  });

  test('goes into a pipe as it is', async ({ skip }) => {
    skip(!isLinux, 'a pipe in /dev/fd');
    const script = `"$@" -v --report unix=/dev/fd/3 3>&1 >/dev/null | cat`;
    const out = execFileSync('sh', ['-c', script, 'sh', ...COMMAND, '--root', host()]);
    expect(out.toString()).toMatch(/:42: pass: /);
  });

  test('does not wait for a pipe that nobody reads', async () => {
    const fifo = join(temporaryDirectory(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    symlinkSync(fifo, `${fifo}-link`);
    for (const path of [fifo, `${fifo}-link`]) {
      const { status, stderr } = await runBin(['--root', host(), '-qv', '--report', `unix=${path}`]);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^error: cannot write /);
    }
  });

  test('leaves nothing but whole files when it is killed, and the next run cleans up', async ({ skip }) => {
    skip(!isLinux, 'without /proc nobody knows whose a hidden file is');
    const file = join(temporaryDirectory(), 'r');
    // Killed at once, then after one was stopped: its hidden file is that of a living run.
    await signalledAmidWriting(file, 'SIGKILL');
    const stopped = await signalledAmidWriting(file, 'SIGSTOP');
    onTestFinished(() => void stopped.child.kill('SIGKILL'));
    const { status } = await runBin(['--root', host(), '-q', '--report', `json=${file}`]);
    expect(status).toBe(0);
    expect(readdirSync(dirname(file)).sort()).toEqual([stopped.hidden, 'r'].sort());
    parseReport(readFileSync(file, 'utf8'));
    const closed = once(stopped.child, 'close');
    stopped.child.kill('SIGCONT');
    expect((await closed)[0]).toBe(0);
    expect(readdirSync(dirname(file))).toEqual(['r']);
    expect(parseReport(readFileSync(file, 'utf8')).findings[0]?.evidence.arguments).toHaveLength(20_000);
  });

  test('never takes the place of what was audited, or of what standard output goes to', async () => {
    const directory = temporaryDirectory();
    const manifest = 'apiVersion: v1\nkind: Pod\nspec: {containers: [{command: [kube-apiserver]}]}\n';
    writeFileSync(join(directory, 'a.yaml'), manifest);
    const { status, stderr } = await runBin([directory, '-q', '--report', `json=${directory}/a.yaml`]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('a.yaml, which is in use')]);
    expect(readFileSync(join(directory, 'a.yaml'), 'utf8')).toBe(manifest);

    const root = host();
    mkdirSync(join(root, 'etc/kubernetes/manifests'), { recursive: true });
    writeFileSync(join(root, 'etc/kubernetes/manifests/a.yaml'), manifest);
    await runBin(['--root', root, '-q', '--report', `json=${root}/etc/kubernetes/manifests/a.yaml`]);
    expect(readFileSync(join(root, 'etc/kubernetes/manifests/a.yaml'), 'utf8')).toBe(manifest);

    const script = `"$@" --report json=${directory}/out >${directory}/out; echo $?`;
    const out = execFileSync('sh', ['-c', script, 'sh', ...COMMAND, '--root', root], {
      stdio: 'pipe',
    });
    expect(out.toString()).toBe('2\n');
    expect(readFileSync(join(directory, 'out'), 'utf8')).toMatch(/^PASS/);
  });

  test('tells of a run that could not look at all, so that no old report stands for it', async () => {
    const file = join(temporaryDirectory(), 'r');
    writeFileSync(file, 'old');
    const { status, stderr } = await runBin(['--root', temporaryDirectory(), '--report', `json=${file}`]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: cannot read /)]);
    expect(parseReport(readFileSync(file, 'utf8'))).toMatchObject({ status: 'unknown', problems: [{}] });
  });

  test.for([
    { file: 1000, directory: 1000, keeps: true, why: 'of the owner of its directory' },
    { file: 0, directory: 1000, keeps: true, why: 'of the user who runs it' },
    { file: 1000, directory: 0, keeps: false, why: 'of another user in a directory of root' },
    { file: 1000, directory: 1001, keeps: false, why: 'of another user in a directory of a third one' },
  ])('keeps owner and mode of a file $why: $keeps', async ({ file: uid, directory, keeps }, { skip }) => {
    skip(!isRoot, 'only root can');
    const parent = temporaryDirectory();
    const file = join(parent, 'r');
    writeFileSync(file, 'old');
    chownSync(file, uid, 4242);
    chmodSync(file, 0o6600);
    chownSync(parent, directory, 4242);
    const { stderr } = await runBin(['--root', host(), '-qv', '--report', `unix=${file}`]);
    expect(stderr).toBe('');
    const stats = statSync(file);
    expect([stats.uid, stats.gid, (stats.mode & 0o7777).toString(8)]).toEqual(
      keeps ? [uid, 4242, '600'] : [0, 0, '644'],
    );
  });

  test.for([
    { link: 1000, directory: 1000, mode: 0o755, follows: false, why: 'theirs, in their directory' },
    { link: 0, directory: 1000, mode: 0o755, follows: false, why: 'of root, in their directory' },
    { link: 1000, directory: 0, mode: 0o1777, follows: false, why: 'theirs, in a directory such as /tmp' },
    { link: 0, directory: 0, mode: 0o777, follows: false, why: 'of root, where every user may exchange it' },
    { link: 0, directory: 0, mode: 0o775, follows: false, why: 'of root, where a group may exchange it' },
    { link: 0, directory: 0, mode: 0o1777, follows: true, why: 'of root, in a directory such as /tmp' },
    { link: 0, directory: 0, mode: 0o755, follows: true, why: 'of root, in a directory of root' },
  ])('follows a link $why: $follows', async ({ link, directory, mode, follows }, { skip }) => {
    skip(!isRoot, 'only root can give files away');
    const root = temporaryDirectory();
    for (const name of ['shared', 'ours']) mkdirSync(join(root, name));
    for (const [name, target] of [
      ['file', '../ours/old'],
      ['new', '../ours/new'],
      ['directory', join(root, 'ours')],
    ] as const) {
      symlinkSync(target, join(root, 'shared', name));
      lchownSync(join(root, 'shared', name), link, link);
    }
    writeFileSync(join(root, 'ours/old'), 'old');
    chownSync(join(root, 'shared'), directory, directory);
    chmodSync(join(root, 'shared'), mode);
    for (const [path, lands] of [
      ['file', 'old'],
      ['new', 'new'],
      ['directory/below', 'below'],
    ] as const) {
      const file = join(root, 'shared', path);
      const { status, stderr } = await runBin(['--root', host(), '-qv', '--report', `unix=${file}`]);
      const refused = `error: cannot write ${file}: ${join(root, 'shared', path.split('/')[0] ?? '')} is a link that another user may have made\nhint: Name the file`;
      expect({ status, stderr }).toEqual(
        follows ? { status: 0, stderr: '' } : { status: 2, stderr: expect.stringContaining(refused) },
      );
      const written = follows ? expect.stringContaining(': pass: ') : lands === 'old' ? 'old' : undefined;
      const landed = join(root, 'ours', lands);
      expect(existsSync(landed) ? readFileSync(landed, 'utf8') : undefined).toEqual(written);
    }
    expect(readdirSync(join(root, 'shared')).sort()).toEqual(['directory', 'file', 'new']);
  });

  test.each([
    { to: '/dev/stdout', prints: true, why: 'a pipe' },
    { to: '/proc/self/fd/1', prints: true, why: 'the same pipe' },
    { to: '/dev/null', prints: false, why: 'a device' },
    { to: '/proc/self/cwd/kept', prints: false, why: 'a file in a directory that a process has open' },
    { to: './../cwd/./kept', prints: false, why: 'a relative path' },
    { to: '/dev/fd/3', prints: false, why: 'a file that a process has open' },
  ])('follows the links of the system: $to', async ({ to, prints }) => {
    const cwd = join(temporaryDirectory(), 'cwd');
    mkdirSync(cwd);
    // What a test gives a process is a socket, which cannot be opened again; a shell gives it a pipe.
    const script = `{ "$@" ${to === '/dev/fd/3' ? '3>kept' : ''}; echo $? >&2; } | cat`;
    const { stdout, stderr } = await runBin(['--root', host(), '-qv', '--report', `unix=${to}`], {
      cwd,
      through: ['sh', '-c', script, 'sh'],
    });
    expect(stderr).toBe('0\n');
    expect(stdout).toEqual(prints ? expect.stringContaining(': pass: ') : '');
    const files = readdirSync(cwd).map((name) => readFileSync(join(cwd, name), 'utf8'));
    expect(files).toEqual(/kept|3/.test(to) ? [expect.stringContaining(': pass: ')] : []);
  });

  test('says that a report was lost, in what is printed', async () => {
    const { stdout } = await runBin(['--root', host(), '-f', 'json', '--report', 'unix=/none/x']);
    expect(JSON.parse(stdout).exitStatus).toBe(2);
  });

  test('is refused before anything runs where the command line is wrong', async () => {
    const directory = temporaryDirectory();
    const file = join(directory, 'r');
    for (const second of ['jsn=x', `unix=${directory}/./r`]) {
      const { status, stdout } = await runBin([
        '--root',
        host(),
        '--report',
        `json=${file}`,
        '--report',
        second,
      ]);
      expect([status, stdout]).toEqual([2, '']);
      expect(existsSync(file)).toBe(false);
    }
  });
});
