import type { Problem } from '../model/problem.ts';
import type { ApiServer } from '../model/api-server.ts';
import { OverBudget } from './budget.ts';
import type { HostFiles } from './host-files.ts';
import { INSTALLATIONS } from './installations/index.ts';
import type { HowInstalled, HostContext } from './installations/installation.ts';
import { staticPodFiles } from './static-pod-files.ts';

/** What is read once for all API servers of a host; YAML only where there is any. */
export async function hostContextOf(host: HostFiles): Promise<HostContext> {
  const { root } = host;
  const files = await staticPodFiles(host).catch((error: unknown) => {
    root.problems.push(overBudget(error));
    return [];
  });
  const staticPods = files.length === 0 ? [] : (await import('./static-pods.ts')).staticPodsOf(files, root);
  return { host, staticPods, problems: root.problems.splice(0) };
}

/** How a server came to its host, which is undefined where that is not known, and what could not be read for it. */
export async function installationOf(
  server: ApiServer,
  context: HostContext,
): Promise<{ readonly installed?: HowInstalled; readonly problems: readonly Problem[] }> {
  const { problems } = context.host.root;
  for (const { isLikely, load } of INSTALLATIONS) {
    if (!isLikely(server, context)) continue;
    const recognise = await load();
    try {
      const installed = recognise(server, context);
      if (installed) return { installed, problems: problems.splice(0) };
    } catch (error) {
      problems.push(overBudget(error));
      break;
    }
  }
  return { problems: problems.splice(0) };
}

/** Any other error is thrown on. */
function overBudget(error: unknown): Problem {
  if (!(error instanceof OverBudget)) throw error;
  return { path: 'its files', message: error.message, hint: 'Look at what starts the API server.' };
}
