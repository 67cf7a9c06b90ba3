import type { Discovery, ReplacedFiles } from '../model/discovery.ts';
import type { Invocation } from '../model/invocation.ts';
import { K3S_PRODUCTS } from '../sources/files/formats/k3s-command.ts';
import { toInvocations } from '../sources/files/to-invocations.ts';
import { isKubelet } from '../sources/processes/procfs.ts';
import { readContext, resolveAll, serversAmong, serversOfPod } from './add-host-files.ts';
import { hostFilesOf, withProblems } from './host-files.ts';
import { CHARMED_FILE, invocationsIn, k0sFile, MICROK8S_FILE } from './installations/config-file.ts';
import { configuredServer } from './installations/k3s.ts';
import { MACHINE_CONFIG } from './installations/settings.ts';
import { serverOf } from './k3s-arguments.ts';
import type { RootFiles } from './root-files.ts';
import { readUnit, type SystemdUnit, serviceNames } from './systemd-unit.ts';

/**
 * The API servers that the files of a host will start, such as an image or a disk, on which nothing runs: its static pods,
 * its units, and what installations keep elsewhere. Whether a unit is enabled is not asked.
 */
export async function searchImage(
  root: string,
  hostName: string | null,
  replaced: ReplacedFiles,
): Promise<Discovery> {
  const files = hostFilesOf(root, [], replaced);
  const view = files.root;
  const units = unitsOf(view);
  const host = { ...files, kubelets: units.flatMap(invocationsOf).filter(isKubelet) };
  const noted = view.problems.splice(0);
  const { staticPods, problems } = await readContext(host);
  const written = [...units.flatMap(startedBy), ...configuredIn(view, units)];
  const pods = await Promise.all(staticPods.map((pod) => serversOfPod(pod, host)));
  return {
    scan: {
      source: 'files',
      hostName,
      processes: 0,
      files: view.opened.size,
      invocations: [],
      problems: [],
      note: 'There are no processes: this is what the files of the host will start.',
    },
    servers: [...pods.flat(), ...(await resolveAll(serversAmong(written), host))],
    setAside: [],
    notRunning: [],
    problems: [...noted, ...problems, ...view.problems.splice(0)],
    hostFiles: view.opened,
    base: view.base,
  };
}

/** Each unit once, whatever links lead to it. What cannot be read matters only where an API server may be in it. */
function unitsOf(view: RootFiles): SystemdUnit[] {
  const units = new Map<string, SystemdUnit>();
  for (const name of serviceNames(view)) {
    const { value: unit, problems } = withProblems(view, () => readUnit(view, name));
    const path = unit?.files[0]?.path;
    if (unit && path !== undefined) units.set([...(view.opened.get(path) ?? [path])].join(), unit);
    const isOfServer = unit && (startedBy(unit).length > 0 || isOfK3s(unit));
    if (path === undefined || isOfServer) view.problems.push(...problems);
  }
  return [...units.values()];
}

function invocationsOf({ commands, files: [file] }: SystemdUnit): Invocation[] {
  return file === undefined ? [] : toInvocations(commands, 'systemd', file);
}

function isOfK3s(unit: SystemdUnit): boolean {
  return K3S_PRODUCTS.some((product) => serverOf(unit, product) !== undefined);
}

/** That of a unit of k3s is known only with its configuration. */
function startedBy(unit: SystemdUnit): Invocation[] {
  return isOfK3s(unit) ? [] : serversAmong(invocationsOf(unit)).map(({ invocation }) => invocation);
}

function configuredIn(view: RootFiles, units: readonly SystemdUnit[]): Invocation[] {
  const ofK3s = K3S_PRODUCTS.flatMap((product) => {
    const own = units.filter((unit) => serverOf(unit, product) !== undefined);
    if (own.length > 0) return own.flatMap((unit) => configuredServer(view, product, unit));
    // An agent has a configuration by the same name.
    return configuredServer(view, product, undefined).filter(({ arguments: args }) => args.length > 1);
  });
  return [
    ...ofK3s,
    ...invocationsIn(view, k0sFile(view), 'k0s'),
    ...invocationsIn(view, MACHINE_CONFIG, 'talos'),
    ...invocationsIn(view, MICROK8S_FILE, 'arguments'),
    ...invocationsIn(view, CHARMED_FILE, 'arguments'),
  ];
}
