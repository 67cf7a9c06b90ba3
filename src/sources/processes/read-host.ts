import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AuditError } from '../../model/audit-error.ts';
import type { Scan } from '../../model/discovery.ts';
import { readProcfs } from './procfs.ts';
import { readHostName } from './read-host-name.ts';
import { USUAL_PATHS } from '../../model/well-known-paths.ts';

export type Source = 'auto' | 'procfs' | 'ps';

/**
 * The processes of a host. `auto` reads procfs on Linux and under another root, and asks ps elsewhere and where procfs
 * cannot be read. Throws an AuditError where neither gives any.
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
  const { readPsList } = await import('./ps-command.ts');
  return readPsList(before);
}
