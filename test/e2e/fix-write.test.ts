import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { COMMAND, REPOSITORY, runBin } from '../support/run-bin.ts';

const isRoot = process.getuid?.() === 0;
const FAILING = join(REPOSITORY, 'test/fixtures/files/workload/kubeadm-fail.yaml');
const BEFORE = readFileSync(FAILING, 'utf8');
const AFTER = BEFORE.replace(/^ *- --kubelet-https=false\n/m, '');
const SHARED = `apiVersion: v1
kind: Pod
spec:
  containers:
  - command: &own [kube-apiserver, --kubelet-https=false]
  - command: *own
`;

/** A directory with copies of a manifest that fails, by name. */
function directoryWith(names: readonly string[]): string {
  const directory = temporaryDirectory();
  for (const name of names) cpSync(FAILING, join(directory, name));
  return directory;
}

function write(targets: readonly string[], ...options: string[]) {
  return runBin([
    'fix',
    '--write',
    '--pause=0',
    '--backup-dir',
    temporaryDirectory(),
    ...options,
    ...targets,
  ]);
}

function words(text: string): string {
  return text.replace(/\s+/g, ' ');
}

describe('fix --write', () => {
  test('changes every file of a directory, and says for each where the old one is and how to bring it back', async () => {
    const directory = directoryWith(['a.yaml', 'b.yaml']);
    const { status, stdout, stderr } = await write([directory]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const name of ['a.yaml', 'b.yaml']) {
      const path = join(directory, name);
      expect(readFileSync(path, 'utf8')).toBe(AFTER);
      expect(stdout).toContain(`Changed  ${path}\nBackup   `);
      expect(words(stdout)).toContain(`PASS ${path}: --kubelet-https is not set`);
    }
    expect(readdirSync(directory)).toEqual(['a.yaml', 'b.yaml']);
    for (const [command] of stdout.matchAll(/^cp -aT .*$/gm)) spawnSync('sh', ['-c', command]);
    expect(readFileSync(join(directory, 'b.yaml'), 'utf8')).toBe(BEFORE);
  });

  test('changes what it can, and ends with 1 where something is left to be done by hand', async () => {
    const directory = directoryWith(['a.yaml']);
    writeFileSync(join(directory, 'shared.yaml'), SHARED);
    const { status, stderr } = await write([directory]);
    expect(status).toBe(1);
    expect(words(stderr)).toMatch(
      /^ ?By hand \S+\/shared.yaml:5: an alias uses the same text, which has to change there as well/,
    );
    expect(readFileSync(join(directory, 'a.yaml'), 'utf8')).toBe(AFTER);
    expect(readFileSync(join(directory, 'shared.yaml'), 'utf8')).toBe(SHARED);
  });

  test('leaves the files after one that cannot be written, and says so', async ({ skip }) => {
    skip(!isRoot, 'only root can run it as another user');
    const directory = directoryWith(['a.yaml', 'b.yaml', 'c.yaml']);
    for (const path of [directory, join(directory, 'a.yaml'), join(directory, 'b.yaml')])
      chownSync(path, 65534, 65534);
    chmodSync(join(directory, 'c.yaml'), 0o644);
    chmodSync(directory, 0o555);
    const backups = temporaryDirectory();
    chownSync(backups, 65534, 65534);
    const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const args = ['fix', '--write', '--pause=0', '--backup-dir', backups, directory];
    const { status, stderr } = await runBin(args, { through: asNobody });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `error: cannot write ${directory}/a.yaml: permission denied; the file was not changed (2 files were not tried)\nhint: Run as root. Or remove "--kubelet-https=false" from line 29 by hand.\n`,
    });
    expect(readFileSync(join(directory, 'a.yaml'), 'utf8')).toBe(BEFORE);
    expect(readdirSync(directory)).toEqual(['a.yaml', 'b.yaml', 'c.yaml']);
  });

  test('follows a link inside the directory it is given, and changes a file once however it is named', async () => {
    const directory = directoryWith(['real.yaml']);
    symlinkSync('real.yaml', join(directory, 'link.yaml'));
    const { status, stdout } = await write([directory, join(directory, 'real.yaml')]);
    expect(status).toBe(0);
    expect(stdout.match(/^Changed/gm)).toHaveLength(1);
    expect(readFileSync(join(directory, 'real.yaml'), 'utf8')).toBe(AFTER);
  });

  test('does not follow a link out of the directory it is given', async () => {
    const outside = directoryWith(['real.yaml']);
    const directory = temporaryDirectory();
    symlinkSync(join(outside, 'real.yaml'), join(directory, 'link.yaml'));
    const { status, stderr } = await write([directory]);
    expect(status).toBe(1);
    expect(words(stderr)).toContain(`it is a link out of ${directory}, to ${outside}/real.yaml`);
    expect(readFileSync(join(outside, 'real.yaml'), 'utf8')).toBe(BEFORE);
  });

  test('does not put a backup where a kubelet would read it', async () => {
    const directory = directoryWith(['a.yaml']);
    const inside = join(directory, 'backups');
    const args = ['fix', '--write', '--backup-dir', inside, join(directory, 'a.yaml')];
    const { status, stderr } = await runBin(args);
    expect(status).toBe(2);
    expect(stderr).toContain('where a kubelet may read the backup; the file was not changed');
    expect(readFileSync(join(directory, 'a.yaml'), 'utf8')).toBe(BEFORE);
    expect(existsSync(inside)).toBe(false);
  });

  test('has its backups in the home of a user who is not root', async ({ skip }) => {
    skip(!isRoot, 'only root can run it as another user');
    const home = temporaryDirectory();
    const directory = join(home, 'deploy');
    mkdirSync(directory);
    cpSync(FAILING, join(directory, 'a.yaml'));
    for (const path of [home, directory, join(directory, 'a.yaml')]) chownSync(path, 65534, 65534);
    const through = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const { status, stdout } = await runBin(['fix', '--write', directory], { through, env: { HOME: home } });
    expect(status).toBe(0);
    expect(stdout).toContain(`Backup   ${home}/.local/state/kubelet-https-audit/`);
  });

  test('prints nothing with -q, and the same status', async () => {
    const directory = directoryWith(['a.yaml']);
    expect(await runBin(['fix', '-q', directory])).toEqual({ status: 1, stdout: '', stderr: '' });
    expect(await write([directory], '-q')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await runBin(['fix', '-q', directory])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('writes nothing where the diff cannot be shown', async () => {
    const directory = directoryWith(['a.yaml']);
    const script = `${COMMAND.join(' ')} fix --write ${directory} >/dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('cannot write to standard output');
    expect(readFileSync(join(directory, 'a.yaml'), 'utf8')).toBe(BEFORE);
  });
});
