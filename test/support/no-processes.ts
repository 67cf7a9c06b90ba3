import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach } from 'vitest';

const STARTERS = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'];

let refused: Error | undefined;

function refuse(command: unknown): never {
  refused = new Error(
    `a unit test starts no process, not even ${command}: move its file to test/e2e, or name it in test/vitest.config.ts`,
  );
  throw refused;
}

/** Set up for the unit tests: what would start a process throws, and fails a test that catches it. */
Object.assign(childProcess, Object.fromEntries(STARTERS.map((name) => [name, refuse])));
syncBuiltinESMExports();

afterEach(() => {
  const error = refused;
  refused = undefined;
  if (error) throw error;
});
