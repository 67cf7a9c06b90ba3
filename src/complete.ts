import { detect } from './detection/detect.ts';
import type { Invocation } from './model/invocation.ts';
import type { Problem } from './model/problem.ts';
import type { SetAside, Target } from './model/target.ts';
import type { HostFiles } from './sources/host-files/host-files.ts';
import type { Surroundings } from './sources/host-files/installations/installation.ts';
import { isStaticPod } from './sources/host-files/installations/is-static-pod.ts';
import { installationOf, surroundingsOf } from './sources/host-files/read-host-files.ts';

type Detection = Target | SetAside;

/** What the files of a host add to the processes found on it. */
export interface Completed {
  readonly detections: readonly Detection[];
  readonly problems: readonly Problem[];
}

/**
 * Processes with what the files of their host add: hidden arguments, what starts them next, where to mend them. On a
 * host that runs no API server, the manifests that should have started one are problems.
 */
export async function complete(detections: readonly Detection[], host: HostFiles): Promise<Completed> {
  const problems: Problem[] = [];
  const surroundings = await surroundingsOf(host, problems);
  if (!detections.some(({ kind }) => kind === 'target')) {
    return { detections, problems: await unstartedIn(surroundings) };
  }
  const completed = detections.map((detection) =>
    detection.kind === 'target' ? completeTarget(detection, surroundings, problems) : detection,
  );
  return { detections: await Promise.all(completed), problems: [] };
}

async function completeTarget(
  server: Target,
  surroundings: Surroundings,
  shared: readonly Problem[],
): Promise<Detection> {
  const { host, staticPods } = surroundings;
  const problems = isStaticPod(server, staticPods) ? [...shared] : [];
  const installed = await installationOf(server, surroundings, problems);
  const targets = await serversAmong(installed?.nextStarts ?? [], host);
  return resolve(
    {
      ...server,
      nextStarts: { targets, shadowed: await serversAmong(installed?.shadowed ?? [], host), problems },
      ...(installed && { remedy: installed.remedy }),
    },
    host,
  );
}

async function resolve(target: Target, host: HostFiles): Promise<Detection> {
  if (target.hidden?.place === undefined) return target;
  const { resolveHidden } = await import('./sources/host-files/resolve-hidden.ts');
  return resolveHidden(target, host);
}

async function serversAmong(invocations: readonly Invocation[], host: HostFiles): Promise<Target[]> {
  const targets = invocations.map(detect).filter((detection) => detection.kind === 'target');
  const resolved = await Promise.all(targets.map((target) => resolve(target, host)));
  return resolved.filter((detection) => detection.kind === 'target');
}

async function unstartedIn({ host, staticPods }: Surroundings): Promise<Problem[]> {
  const servers = await serversAmong(
    staticPods.flatMap((pod) => pod.invocations),
    host,
  );
  return servers.flatMap(({ invocation: { origin } }) =>
    origin.kind === 'file'
      ? [
          {
            path: origin.path,
            message: 'it starts an API server, and none is running',
            hint: 'Look at "crictl ps -a" and at the log of the kubelet.',
          },
        ]
      : [],
  );
}
