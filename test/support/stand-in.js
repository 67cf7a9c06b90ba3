import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, linkSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * @typedef {object} StandIn
 * @property {number} pid
 * @property {string} executable
 * @property {Promise<unknown>} exited
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a real process with a real argument list: a link to or a copy of the node binary under another name. It ends
 * with the process that started it.
 *
 * Node reads its program from standard input when its first argument is empty, and takes every argument after that as
 * the program's. An empty argument means nothing to kube-apiserver.
 *
 * @param {string} name the name of the executable
 * @param {readonly string[]} args what follows argv[0] and the empty argument
 * @param {{ argv0?: string, uid?: number, cwd?: string }} [options] argv[0], where it is not the name; who it runs as, and where
 * @returns {Promise<StandIn>}
 */
export async function startStandIn(name, args, { argv0 = name, uid, cwd = '/' } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'stand-in-'));
  chmodSync(directory, 0o755);
  const executable = join(directory, name);
  linkOrCopy(process.execPath, executable);
  const child = spawn(executable, ['', ...args], {
    argv0,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {},
    cwd,
    ...(uid !== undefined && { uid, gid: uid }),
  });
  child.stdin?.end(`
    setInterval(() => process.ppid === ${process.pid} || process.exit(), 200);
    console.log('ready');
  `);
  const exited = once(child, 'exit');
  const cleanUp = () => {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', cleanUp);
  const stop = async () => {
    process.off('exit', cleanUp);
    child.kill('SIGKILL');
    await exited;
    cleanUp();
  };
  if (child.stdout === null || child.pid === undefined) throw new Error(`${executable} did not start`);
  const first = await Promise.race([once(child.stdout, 'data'), exited.then(() => undefined)]);
  if (first === undefined) {
    await stop();
    throw new Error(`${executable} ended at once`);
  }
  return { pid: child.pid, executable, exited, stop };
}

/** @param {string} from @param {string} to */
function linkOrCopy(from, to) {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    copyFileSync(from, to);
  }
}
