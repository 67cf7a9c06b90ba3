import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOnLifeline } from './start-on-lifeline.js';

/** A shell makes the directory and removes it: there is no moment at which nobody would. */
const MAKE_AND_REMOVE =
  'd=$(mktemp -d "$0") || exit; trap "" PIPE; printf %s "$d"; read _ <&3; rm -rf -- "$d"';

/**
 * A directory that is removed when this process ends, however it ends.
 *
 * @param {{ signal: AbortSignal }} options
 * @returns {Promise<string>}
 */
export async function temporaryDirectory({ signal }) {
  const template = join(tmpdir(), `kubelet-https-audit-bench-${process.pid}-XXXXXX`);
  const { said } = await startOnLifeline('sh', ['-c', MAKE_AND_REMOVE, template], { signal });
  return said;
}
