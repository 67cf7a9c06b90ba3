import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ForksPoolWorker, type PoolRunnerInitializer } from 'vitest/node';

const SCRIPT = fileURLToPath(new URL('./own-namespaces.sh', import.meta.url));

/** Why test files cannot run in namespaces of their own here; undefined where they can. */
export const WITHOUT_NAMESPACES = reasonAgainst();

function reasonAgainst(): string | undefined {
  if (process.platform !== 'linux') return 'namespaces are Linux';
  if (process.getuid?.() !== 0) return 'only root may make namespaces';
  const { status, stderr, error } = spawnSync(SCRIPT, { env: { ...process.env, NODE_OF_TESTS: 'true' } });
  return status === 0
    ? undefined
    : `this machine does not let root make namespaces: ${error ?? String(stderr).trim()}`;
}

/** A worker of vitest, and so a test file with all it starts, in PID and mount namespaces of its own. */
class OwnNamespacesWorker extends ForksPoolWorker {
  override async start(): Promise<void> {
    const node = process.execPath;
    this.env = { ...this.env, NODE_OF_TESTS: node };
    // What child_process.fork, called before anything is awaited, runs.
    process.execPath = SCRIPT;
    const started = super.start();
    process.execPath = node;
    await started;
  }
}

export const OWN_NAMESPACES: PoolRunnerInitializer = {
  name: 'own namespaces',
  createPoolWorker: (options) => new OwnNamespacesWorker(options),
};
