import type { ApiServer } from '../../model/api-server.ts';
import { existsInsideRoot } from '../root-files.ts';
import { unitOf } from '../unit-of.ts';
import { type RecogniseInstallation, programPathOf, type HostContext } from './installation.ts';
import { MACHINE_CONFIG } from './machine-config.ts';

const RKE2_MANIFESTS = '/rke2/agent/pod-manifests/';

interface InstallationRule {
  /** Whether a closer look is worth it; it reads no file. */
  readonly isLikely: (server: ApiServer, context: HostContext) => boolean;
  readonly load: () => Promise<RecogniseInstallation>;
}

/** How API servers come to a host, in the order they are asked. What is not likely is not loaded. */
export const INSTALLATIONS: readonly InstallationRule[] = [
  {
    isLikely: (server) => placeOf(server) === 'k3s',
    load: async () => (await import('./k3s.ts')).k3s,
  },
  {
    isLikely: (server) => placeOf(server) === 'argument-file' || isIn(server, '/snap/microk8s/'),
    load: async () => (await import('./snaps.ts')).microk8s,
  },
  {
    isLikely: (server) => isIn(server, '/snap/kube-apiserver/'),
    load: async () => (await import('./snaps.ts')).charmed,
  },
  {
    isLikely: (server) => placeOf(server) === 'openshift' && server.program.startsWith('openshift '),
    load: async () => (await import('./openshift.ts')).openshift3,
  },
  {
    isLikely: (server) => placeOf(server) === 'openshift',
    load: async () => (await import('./openshift.ts')).openshift4,
  },
  {
    isLikely: (server) => /\/k0s\/bin\/kube-apiserver$/.test(programPathOf(server)),
    load: async () => (await import('./k0s.ts')).k0s,
  },
  { isLikely: isContainer, load: async () => (await import('./containers.ts')).rke1 },
  { isLikely: isContainer, load: async () => (await import('./containers.ts')).clusterPod },
  {
    isLikely: (_, { host }) => existsInsideRoot(host.root, MACHINE_CONFIG),
    load: async () => (await import('./talos.ts')).talos,
  },
  {
    isLikely: (_, { staticPods }) => staticPods.some(({ origin }) => origin.path.includes(RKE2_MANIFESTS)),
    load: async () => (await import('./k3s.ts')).rke2,
  },
  {
    isLikely: (_, { staticPods }) => staticPods.length > 0,
    load: async () => (await import('./static-pod.ts')).staticPod,
  },
  { isLikely: isContainer, load: async () => (await import('./containers.ts')).container },
  {
    isLikely: isService,
    load: async () => (await import('./systemd.ts')).systemd,
  },
  { isLikely: () => true, load: async () => (await import('./containers.ts')).lost },
];

function placeOf({ hidden }: ApiServer): string | undefined {
  return hidden?.place?.kind;
}

function isIn(server: ApiServer, directory: string): boolean {
  return programPathOf(server).startsWith(directory);
}

function isContainer({ invocation: { origin } }: ApiServer): boolean {
  return origin.kind === 'process' && Boolean(origin.cgroup?.containerId ?? origin.cgroup?.podUid);
}

function isService({ invocation: { origin } }: ApiServer, { host }: HostContext): boolean {
  return origin.kind === 'process' && unitOf(origin, host) !== undefined;
}
