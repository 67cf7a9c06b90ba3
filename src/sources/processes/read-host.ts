import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { USUAL_PATHS } from '../../model/api-server.ts';
import type { Scan } from '../../model/discovery.ts';
import { AuditError } from '../../model/problem.ts';
import { ifReadable, readRegularFile } from '../system/descriptors.ts';
import { readProcfs } from './procfs.ts';

export type Source = 'auto' | 'procfs' | 'ps';

/**
 * The processes of a host. `auto` reads procfs on Linux and under another root; elsewhere, and if procfs cannot be read,
 * it runs ps. Throws an AuditError if neither shows any process.
 */
export async function readHost(source: Source, root: string, platform: string): Promise<Scan> {
  const isProcfsLikely = platform === 'linux' || root !== '/';
  if (source === 'ps' || (source === 'auto' && !isProcfsLikely)) return readPs();
  try {
    const found = readProcfs(join(root, 'proc'));
    const isKubelet = (found.kubelets ?? []).length > 0;
    return {
      ...found,
      mayHaveStaticPods: isKubelet || USUAL_PATHS.some((path) => existsSync(join(root, path))),
      ...(root !== '/' && { hostName: readHostName(root) }),
    };
  } catch (error) {
    if (source === 'procfs' || root !== '/' || !(error instanceof AuditError)) throw error;
    return readPs(`${error.message}, and `);
  }
}

async function readPs(before = ''): Promise<Scan> {
  const { readPsCommand } = await import('./ps-command.ts');
  return readPsCommand(before);
}

/** The name in etc/hostname of a host mounted under `root`; null if there is none or it cannot be read. */
function readHostName(root: string): string | null {
  const text = ifReadable(() =>
    lstatSync(join(root, 'etc')).isDirectory()
      ? readRegularFile(join(root, 'etc', 'hostname'))
          .toString('latin1')
          .trim()
      : '',
  );
  return text !== undefined && /^[\w.-]{1,253}$/.test(text) ? text : null;
}
