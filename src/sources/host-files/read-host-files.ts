import type { Problem } from '../../model/problem.ts';
import type { Target } from '../../model/target.ts';
import type { HostFiles } from './host-files.ts';
import { INSTALLATIONS } from './installations/index.ts';
import type { Installed, Surroundings } from './installations/installation.ts';
import { staticPodFiles } from './static-pod-files.ts';

/** What is read once for all API servers of a host; YAML only where there is any. What cannot be read is added to `problems`. */
export async function surroundingsOf(host: HostFiles, problems: Problem[]): Promise<Surroundings> {
  const files = await staticPodFiles(host, problems);
  if (files.length === 0) return { host, staticPods: [] };
  const { staticPodsOf } = await import('./static-pods.ts');
  return { host, staticPods: staticPodsOf(files, problems) };
}

/** How a server came to its host; undefined where that is not known. What cannot be read is added to `problems`. */
export async function installationOf(
  server: Target,
  surroundings: Surroundings,
  problems: Problem[],
): Promise<Installed | undefined> {
  for (const { isLikely, load } of INSTALLATIONS) {
    if (!isLikely(server, surroundings)) continue;
    const installation = await load();
    const installed = installation(server, surroundings, problems);
    if (installed) return installed;
  }
  return undefined;
}
