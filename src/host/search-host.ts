import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { detectAll } from '../detection/detect.ts';
import type { Discovery, ReplacedFiles, Scan } from '../model/discovery.ts';
import { AuditError } from '../model/problem.ts';
import { readProcfs } from '../sources/processes/procfs.ts';
import { ifReadable, readRegularFile } from '../sources/system/descriptors.ts';
import { errnoOf, tried } from '../sources/system/errno.ts';
import { addHostFiles } from './add-host-files.ts';
import { hostFilesOf } from './host-files.ts';
import { withNesting } from './nesting.ts';
import { mayHaveStaticPods, processesOf, trustedKubelets } from './static-pod-files.ts';

type Source = 'auto' | 'procfs' | 'ps';

/**
 * The API servers of a host. Its files are read only where they can add something, or where nothing runs. Throws an
 * AuditError where its processes cannot be read.
 */
export async function searchHost(
  source: Source,
  root: string,
  platform: string,
  replaced: ReplacedFiles,
): Promise<Discovery> {
  if (source === 'auto' && root !== '/' && isImage(root)) {
    const { searchImage } = await import('./search-image.ts');
    return searchImage(root, readHostName(root), replaced);
  }
  const scan = await readHost(source, root, platform);
  const host = hostFilesOf(root, scan.kubelets ?? [], replaced);
  const discovery = detectAll(withNesting(scan, processesOf(trustedKubelets(host))));
  if (discovery.servers.length === 0 && !mayHaveStaticPods(host)) return discovery;
  return addHostFiles(discovery, host);
}

/** The root of a host has at least one of these; an image for one purpose may lack all others. */
const DIRECTORIES = ['etc', 'usr', 'var', 'system'];

/** Whether a directory is the root of a host on which nothing runs: there is no /proc in it, or an empty one. */
function isImage(root: string): boolean {
  const isRoot = DIRECTORIES.some((name) => tried(() => lstatSync(join(root, name)).isDirectory()));
  if (!isRoot) return false;
  try {
    return readdirSync(join(root, 'proc')).every((name) => !/^[1-9]\d*$/.test(name));
  } catch (error) {
    return errnoOf(error) === 'ENOENT';
  }
}

/**
 * The processes of a host. `auto` reads procfs on Linux and under another root; elsewhere, and if procfs cannot be read,
 * it runs ps. Throws an AuditError if neither shows any process.
 */
async function readHost(source: Source, root: string, platform: string): Promise<Scan> {
  const isProcfsLikely = platform === 'linux' || root !== '/';
  if (source === 'ps' || (source === 'auto' && !isProcfsLikely)) return readPs();
  try {
    const found = readProcfs(join(root, 'proc'));
    return root === '/' ? found : { ...found, hostName: readHostName(root) };
  } catch (error) {
    if (source === 'procfs' || root !== '/' || !(error instanceof AuditError)) throw error;
    return readPs(`${error.message}, and `);
  }
}

async function readPs(before = ''): Promise<Scan> {
  const { readPsCommand } = await import('../sources/processes/ps-command.ts');
  return readPsCommand(before);
}

/** The name in etc/hostname of a host mounted under `root`; null if there is none or it cannot be read. */
function readHostName(root: string): string | null {
  const text = ifReadable(() =>
    lstatSync(join(root, 'etc')).isDirectory() ? readRegularFile(join(root, 'etc', 'hostname')).trim() : '',
  );
  return text !== undefined && /^[\w.-]{1,253}$/.test(text) ? text : null;
}
