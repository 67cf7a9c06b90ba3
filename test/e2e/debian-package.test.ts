import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { DEBIAN_PACKAGE, NO_PACKAGE } from '../support/debian-package.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY } from '../support/run-bin.ts';

const PACKAGE = DEBIAN_PACKAGE ?? '';

function run(command: string, ...args: string[]) {
  return spawnSync(command, args, { encoding: 'utf8', cwd: REPOSITORY });
}

describe('the Debian package', () => {
  beforeEach(({ skip }) => skip(!DEBIAN_PACKAGE, NO_PACKAGE));

  test('has nothing that lintian calls an error', ({ skip }) => {
    const { error, stdout } = run('lintian', '--fail-on=none', '--allow-root', '--show-overrides', PACKAGE);
    skip(error !== undefined, 'lintian is not installed');
    const tags = stdout.split('\n').map((line) => /^(.): \S+: (\S+)/.exec(line)?.slice(1) ?? []);
    const tagsOf = (code: string) => tags.filter(([kind]) => kind === code).map(([, tag]) => tag);
    expect(tagsOf('E')).toEqual([]);
    expect(tagsOf('O')).toEqual(expect.arrayContaining(['unstripped-binary-or-object']));
  });

  test('belongs to root, and has the modes that Debian expects', () => {
    const { stdout } = run('dpkg-deb', '--contents', PACKAGE);
    const entries = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/));
    const modes = entries.map(([mode, owner, , , , path = '']) => `${mode} ${owner} ${path}`);
    const isExpected =
      /^(drwxr-xr-x root\/root .*\/|-rw-r--r-- root\/root \.\/usr\/.*|-rwxr-xr-x root\/root \.\/usr\/bin\/.*)$/;
    expect(modes.filter((each) => !isExpected.test(each))).toEqual([]);
  });

  test('is installed, removed and purged where no systemd runs, as an image is made', ({ skip }) => {
    skip(process.getuid?.() !== 0, 'only root may run dpkg');
    const root = temporaryDirectory();
    for (const name of ['info', 'updates']) mkdirSync(join(root, 'var/lib/dpkg', name), { recursive: true });
    for (const name of ['status', 'available']) writeFileSync(join(root, 'var/lib/dpkg', name), '');
    const dpkg = (...args: string[]) =>
      run('dpkg', `--root=${root}`, '--force-script-chrootless', '--force-depends', ...args);
    const here = () => run('find', root, '-name', '*kubelet-https-audit*.timer', '-printf', '%P\\n').stdout;
    expect(dpkg('--install', PACKAGE)).toMatchObject({ status: 0 });
    expect(here()).toContain('etc/systemd/system/timers.target.wants/kubelet-https-audit.timer\n');
    const metrics = join(root, 'var/lib/kubelet-https-audit/metrics');
    mkdirSync(metrics, { recursive: true });
    for (const name of ['.prom', '.json']) writeFileSync(join(metrics, `kubelet-https-audit${name}`), '');
    expect(dpkg('--remove', 'kubelet-https-audit')).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(metrics)).toEqual(['kubelet-https-audit.json']);
    expect(dpkg('--purge', 'kubelet-https-audit')).toMatchObject({ status: 0, stderr: '' });
    expect(run('find', root, '-mindepth', '1', '-name', '*kubelet-https-audit*').stdout).toBe('');
  });

  test('names nobody as its maintainer who does not exist', () => {
    const { stdout } = run('dpkg-deb', '--field', PACKAGE, 'Maintainer');
    expect(stdout).toBe('The authors of kubelet-https-audit <noreply@kubelet-https-audit.invalid>\n');
  });

  test('installs the tool with its man page, its licences and a unit that runs it', () => {
    const root = temporaryDirectory();
    expect(run('dpkg-deb', '--extract', PACKAGE, root).status).toBe(0);
    const service = readFileSync(join(root, 'usr/lib/systemd/system/kubelet-https-audit.service'), 'utf8');
    const [, program = ''] = /^ExecStart=(\S+)/m.exec(service) ?? [];
    expect(run(join(root, program), '--version').stdout).toBe(`${manifest.version}\n`);
    expect(run(join(root, program), '--root', 'test/fixtures/hosts/kubeadm/pass').stdout).toMatch(/^PASS/);
    const zcat = (path: string) => run('zcat', join(root, 'usr/share', path)).stdout;
    expect(zcat('man/man1/kubelet-https-audit.1.gz')).toMatch(/^\.TH KUBELET-HTTPS-AUDIT 1/);
    const completions = {
      bash: 'bash-completion/completions/kubelet-https-audit',
      zsh: 'zsh/vendor-completions/_kubelet-https-audit',
      fish: 'fish/vendor_completions.d/kubelet-https-audit.fish',
    };
    for (const [shell, path] of Object.entries(completions)) {
      const script = run(join(root, program), 'completion', shell).stdout;
      expect(readFileSync(join(root, 'usr/share', path), 'utf8')).toBe(script);
    }
    expect(zcat('doc/kubelet-https-audit/THIRD-PARTY-NOTICES.txt.gz')).toMatch(/^commander \d/m);
    const sums = run('dpkg-deb', '--info', PACKAGE, 'md5sums').stdout;
    const check = spawnSync('md5sum', ['--check', '--quiet'], { input: sums, cwd: root, encoding: 'utf8' });
    expect({ ...check, lines: sums.split('\n').length > 5 }).toMatchObject({ status: 0, lines: true });
  });
});
