import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/reporters/index.ts';
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

describe('--report', () => {
  test('writes every format in one run, besides what stdout gets', async () => {
    const directory = temporaryDirectory();
    const names = Object.keys(FORMATS);
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
    await runBin(['--root', host(), '-q', '--report', `unix=${join(directory, 'link')}`]);
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
    const script = `"$@" --report unix=/dev/fd/3 3>&1 >/dev/null | cat`;
    const out = execFileSync('sh', ['-c', script, 'sh', ...COMMAND, '--root', host()]);
    expect(out.toString()).toMatch(/:42: pass: /);
  });

  test('does not wait for a pipe that nobody reads', async () => {
    const fifo = join(temporaryDirectory(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    symlinkSync(fifo, `${fifo}-link`);
    for (const path of [fifo, `${fifo}-link`]) {
      const { status, stderr } = await runBin(['--root', host(), '-q', '--report', `unix=${path}`]);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^error: cannot write /);
    }
  });

  test('leaves nothing but whole files when it is killed', async () => {
    const directory = temporaryDirectory();
    const file = join(directory, 'r');
    const root = host(...Array.from({ length: 20_000 }, () => '--kubelet-https=1'));
    for (const delay of [150, 200, 250, 300, 350, 400]) {
      const child = spawn(COMMAND[0] ?? '', [
        ...COMMAND.slice(1),
        '--root',
        root,
        '-q',
        '--report',
        `json=${file}`,
      ]);
      setTimeout(() => child.kill('SIGKILL'), delay);
      await new Promise((resolve) => child.once('close', resolve));
      if (existsSync(file)) parseReport(readFileSync(file, 'utf8'));
    }
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

  test('keeps the owner of a file', async ({ skip }) => {
    skip(!isRoot, 'only root can');
    const file = join(temporaryDirectory(), 'r');
    writeFileSync(file, 'old');
    chownSync(file, 1000, 1000);
    chmodSync(file, 0o4600);
    await runBin(['--root', host(), '-q', '--report', `unix=${file}`]);
    const { uid, gid, mode } = statSync(file);
    expect([uid, gid, mode & 0o7777]).toEqual([1000, 1000, 0o600]);
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
