import type { Invocation } from '../../model/invocation.ts';
import { programAt } from '../../sources/files/file-format.ts';
import { type K3sProduct, toApiServerFlags } from '../../sources/files/formats/k3s-command.ts';
import { toInvocations } from '../../sources/files/to-invocations.ts';
import { cachedPerView } from '../host-files.ts';
import { readConfiguration, serverOf } from '../k3s-arguments.ts';
import { closestPod } from '../pod-of.ts';
import type { RootFiles } from '../root-files.ts';
import { readUnit, type SystemdUnit } from '../systemd-unit.ts';
import { unitOf } from '../unit-of.ts';
import type { RecogniseInstallation } from './installation.ts';
import { RKE2 } from './settings.ts';

const RKE2_UNIT = 'rke2-server.service';

/** k3s, which holds the API server. */
export const k3s: RecogniseInstallation = ({ invocation: { origin } }, { host }) => {
  const { name } = (origin.kind === 'process' && unitOf(origin, host)) || { name: 'k3s.service' };
  return {
    startedBy: [],
    whereToFix: { afterwards: `run "systemctl daemon-reload" and "systemctl restart ${name}"` },
  };
};

/** RKE2, whose static pods are written from its configuration. */
export const rke2: RecogniseInstallation = (server, { host, staticPods }) => {
  const pod = closestPod(server, staticPods);
  if (pod === undefined) return undefined;
  return {
    startedBy: [...pod.invocations, ...fromConfiguration(host.root)],
    shadowed: pod.shadowed,
    whereToFix: RKE2,
  };
};

/** What the next start of RKE2 will write into the manifest, if it is configured at all. */
const fromConfiguration = cachedPerView((view) => configuredServer(view, 'rke2', readUnit(view, RKE2_UNIT)));

/** The API server that a unit of k3s or RKE2 starts, or its configuration alone; none where there is neither. */
export function configuredServer(
  view: RootFiles,
  product: K3sProduct,
  unit: SystemdUnit | undefined,
): readonly Invocation[] {
  const started = unit && serverOf(unit, product);
  const server = started ?? { product, config: undefined, values: [], isApiServerDisabled: undefined };
  const configuration = readConfiguration(view, server, unit);
  if (server.isApiServerDisabled ?? configuration.isApiServerDisabled) return [];
  const flags = toApiServerFlags([...configuration.values, ...server.values]);
  const file = flags[0]?.file ?? configuration.files[0] ?? (started && unit?.files[0]);
  if (file === undefined) return [];
  const reading = {
    object: `${product === 'k3s' ? product : 'RKE2'} config`,
    container: null,
    start: 0,
    arguments: [programAt({ start: 0, end: 0 }), ...flags],
  };
  return toInvocations([reading], 'k3s', file);
}
