import { discover } from '../detection/detect.ts';
import type { Discovery, ReplacedFiles } from '../model/discovery.ts';
import { readHost, type Source } from '../sources/processes/read-host.ts';
import { addHostFiles } from './add-host-files.ts';
import { hostFilesOf } from './host-files.ts';

/**
 * The API servers of a host. Its files are read only where they can add something. Throws an AuditError where its
 * processes cannot be read.
 */
export async function searchHost(
  source: Source,
  root: string,
  platform: string,
  replaced: ReplacedFiles,
): Promise<Discovery> {
  const discovery = discover(await readHost(source, root, platform));
  const { kubelets = [], mayHaveStaticPods } = discovery.scan;
  if (discovery.servers.length === 0 && mayHaveStaticPods === false) return discovery;
  return addHostFiles(discovery, hostFilesOf(root, kubelets, replaced));
}
