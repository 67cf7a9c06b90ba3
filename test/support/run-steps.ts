import { spawnSync } from 'node:child_process';

/** With what a script says that this machine cannot run it. */
const IMPOSSIBLE = 77;

export interface Session {
  /** What each step printed, on both outputs. */
  readonly printed: ReadonlyMap<string, string>;
  /** Why there was no session. */
  readonly impossible?: string;
}

/** Runs a script of a shell through a command: first `prepare`, then each step, one after the other. */
export function runSteps(
  through: readonly [string, ...string[]],
  prepare: string,
  steps: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Session {
  const lines = Object.entries(steps).flatMap(([name, step]) => [`printf '\\0%s\\n' ${name}`, step]);
  const script = ['exec 2>&1', prepare, ...lines].join('\n');
  const [command, ...rest] = through;
  const { status, stdout, stderr } = spawnSync(command, [...rest, 'sh', '-c', script], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const printed = stdout
    .split('\0')
    .slice(1)
    .map((step): [string, string] => {
      const [name = '', ...text] = step.split('\n');
      return [name, text.join('\n').trim()];
    });
  return {
    printed: new Map(printed),
    ...(status === IMPOSSIBLE && { impossible: `this machine cannot do that: ${stderr.trim()}` }),
  };
}
