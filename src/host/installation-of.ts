import type { Problem } from '../model/problem.ts';
import type { ApiServer } from '../model/api-server.ts';
import { OverBudget } from './budget.ts';
import type { HostFiles } from './host-files.ts';
import { INSTALLATIONS } from './installations/index.ts';
import type { HowInstalled, HostContext } from './installations/installation.ts';
import { staticPodFiles } from './static-pod-files.ts';

/** What is read once for all API servers of a host; YAML only where there is any. What cannot be read is added to `problems`. */
export async function hostContextOf(host: HostFiles, problems: Problem[]): Promise<HostContext> {
  const files = await staticPodFiles(host, problems).catch((error: unknown) => {
    problems.push(overBudget(error));
    return [];
  });
  if (files.length === 0) return { host, staticPods: [] };
  const { staticPodsOf } = await import('./static-pods.ts');
  return { host, staticPods: staticPodsOf(files, problems) };
}

/** How a server came to its host; undefined where that is not known. What cannot be read is added to `problems`. */
export async function installationOf(
  server: ApiServer,
  context: HostContext,
  problems: Problem[],
): Promise<HowInstalled | undefined> {
  for (const { isLikely, load } of INSTALLATIONS) {
    if (!isLikely(server, context)) continue;
    const installation = await load();
    try {
      const installed = installation(server, context, problems);
      if (installed) return installed;
    } catch (error) {
      problems.push(overBudget(error));
      return undefined;
    }
  }
  return undefined;
}

/** Any other error is thrown on. */
function overBudget(error: unknown): Problem {
  if (!(error instanceof OverBudget)) throw error;
  return { path: 'its files', message: error.message, hint: 'Look at what starts the API server.' };
}
