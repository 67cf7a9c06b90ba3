import { spawnSync } from 'node:child_process';

/** Never found by PATH: this runs as root. Ubuntu calls it gnucp where its cp is another one. */
const PLACES = ['/usr/bin/cp', '/bin/cp', '/usr/bin/gnucp'];
const NAMED = 'cp (GNU coreutils)';

/**
 * Gives an open file the extended attributes of another one: SELinux label, ACL, capabilities. Node.js cannot; GNU cp
 * can, through the descriptors it is given. Gives the reason where they could not be kept.
 *
 * The label is copied as the attribute it is: `--preserve=context` sets it by path, and not through one of /proc.
 */
export function copyExtendedAttributes(from: number, to: number): string | undefined {
  const copy = PLACES.find((place) => run(place, ['--version'], []).stdout?.startsWith(NAMED));
  if (copy === undefined) return 'there is no GNU cp';
  const { status, stderr } = run(
    copy,
    ['--attributes-only', '--preserve=mode,ownership,xattr', '/proc/self/fd/3', '/proc/self/fd/4'],
    [from, to],
  );
  return status === 0 ? undefined : (stderr?.split('\n')[0] ?? 'GNU cp did not run');
}

function run(program: string, args: readonly string[], descriptors: readonly number[]) {
  return spawnSync(program, args, {
    stdio: ['ignore', 'pipe', 'pipe', ...descriptors],
    encoding: 'utf8',
    env: {},
    cwd: '/',
  });
}
