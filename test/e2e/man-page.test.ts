import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { manPage } from '../../scripts/man-page.js';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY, runBin } from '../support/run-bin.ts';

const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
const page = manPage(readFileSync(join(REPOSITORY, 'docs/command-line.md'), 'utf8'), manifest);

function pageFile(text = page): string {
  const file = join(temporaryDirectory(), 'kubelet-https-audit.1');
  writeFileSync(file, text);
  return file;
}

function isThere(command: string): boolean {
  return spawnSync(command, ['-w', 'x']).error === undefined;
}

describe('the man page', () => {
  test.skipIf(!isThere('mandoc'))('is one that mandoc takes, less the date that it does not have', () => {
    const { stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', pageFile()], { encoding: 'utf8' });
    const complaints = stdout.split('\n').filter((line) => line !== '' && !line.includes('missing date'));
    expect(complaints).toEqual([]);
  });

  test.skipIf(!isThere('man'))('shows every option of the help, and warns of nothing', async () => {
    const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', MANWIDTH: '80' };
    const shown = spawnSync('man', ['--warnings', '-l', pageFile()], { encoding: 'utf8', env });
    expect(shown.stderr).toBe('');
    expect(shown.stdout).toMatch(/^NAME\n {7}kubelet-https-audit\s+-\s+Audits/m);
    for (const command of [[], ['fix'], ['merge']]) {
      const { stdout } = await runBin([...command, '--help']);
      const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option);
      expect(options.length).toBeGreaterThan(8);
      for (const option of options) expect(shown.stdout).toMatch(new RegExp(`^ +(-\\w, )?${option}\\b`, 'm'));
    }
  });

  test.skipIf(!isThere('man'))('shows what looks like a request or an escape as it is written', () => {
    const text =
      "# x\n\n## A\n\n.b `\\n` it's\n\n```sh\n.b\n'c \\d\n```\n\n- .e\n\n| a | b |\n| - | - |\n| `.f` | .g |\n";
    const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' };
    const options = { encoding: 'utf8', env } as const;
    const shown = spawnSync('man', ['--warnings', '-l', pageFile(manPage(text, manifest))], options);
    expect(shown.stderr).toBe('');
    for (const written of [".b \\n it's", '.b\n', "'c \\d\n", '.e', '.f', '.g']) {
      expect(shown.stdout).toContain(written);
    }
  });

  test.each(['> quoted', '| a | b | c |\n| - | - | - |\n| 1 | 2 | 3 |'])('is not made from %j', (text) => {
    expect(() => manPage(`# x\n\n${text}\n`, manifest)).toThrow('man page');
  });
});
