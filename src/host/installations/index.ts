import type { ApiServer } from '../../model/api-server.ts';
import { existsInsideRoot } from '../root-files.ts';
import { unitOf } from '../unit-of.ts';
import { clusterPod, container, lost, nestedStaticPod, rke1 } from './containers.ts';
import { type HostContext, programPathOf, type RecogniseInstallation } from './installation.ts';
import { openshift3, openshift4 } from './openshift.ts';
import { MACHINE_CONFIG, RKE2_MANIFESTS } from './settings.ts';

interface InstallationRule {
  /** Whether a closer look is worth it; it reads no file. */
  readonly isLikely: (server: ApiServer, context: HostContext) => boolean;
  readonly recognise: (
    ...known: Parameters<RecogniseInstallation>
  ) => ReturnType<RecogniseInstallation> | Promise<ReturnType<RecogniseInstallation>>;
}

const configFile = () => import('./config-file.ts');
const loadK3s = () => import('./k3s.ts');

/** How API servers come to a host, in the order they are asked. What reads YAML or units is loaded when it is likely. */
export const INSTALLATIONS: readonly InstallationRule[] = [
  {
    isLikely: (server) => hiddenIn(server) === 'k3s',
    recognise: async (...known) => (await loadK3s()).k3s(...known),
  },
  {
    isLikely: (server) => hiddenIn(server) === 'argument-file' || isIn(server, '/snap/microk8s/'),
    recognise: async (...known) => (await configFile()).microk8s(...known),
  },
  {
    isLikely: (server) => isIn(server, '/snap/kube-apiserver/'),
    recognise: async (...known) => (await configFile()).charmed(...known),
  },
  {
    isLikely: (server) => hiddenIn(server) === 'openshift' && server.program.startsWith('openshift '),
    recognise: openshift3,
  },
  { isLikely: (server) => hiddenIn(server) === 'openshift', recognise: openshift4 },
  {
    isLikely: (server) => /\/k0s\/bin\/kube-apiserver$/.test(programPathOf(server)),
    recognise: async (...known) => (await configFile()).k0s(...known),
  },
  { isLikely: isContainer, recognise: rke1 },
  { isLikely: isNested, recognise: nestedStaticPod },
  { isLikely: isContainer, recognise: clusterPod },
  {
    isLikely: (_, { host }) => existsInsideRoot(host.root, MACHINE_CONFIG),
    recognise: async (...known) => (await configFile()).talos(...known),
  },
  {
    isLikely: (_, { staticPods }) => staticPods.some(({ origin }) => origin.path.includes(RKE2_MANIFESTS)),
    recognise: async (...known) => (await loadK3s()).rke2(...known),
  },
  {
    isLikely: (_, { staticPods }) => staticPods.length > 0,
    recognise: async (...known) => (await import('./static-pod.ts')).staticPod(...known),
  },
  { isLikely: isContainer, recognise: container },
  {
    isLikely: ({ invocation: { origin } }, { host }) =>
      origin.kind === 'process' && unitOf(origin, host) !== undefined,
    recognise: async (...known) => (await import('./systemd.ts')).systemd(...known),
  },
  { isLikely: () => true, recognise: lost },
];

function hiddenIn({ hidden }: ApiServer): string | undefined {
  return hidden?.source?.kind;
}

function isIn(server: ApiServer, directory: string): boolean {
  return programPathOf(server).startsWith(directory);
}

function isNested({ invocation: { origin } }: ApiServer): boolean {
  return origin.kind === 'process' && origin.nestedIn !== undefined;
}

/** Whether a pod or container runs it. */
export function isContainer({ invocation: { origin } }: ApiServer): boolean {
  return origin.kind === 'process' && Boolean(origin.cgroup?.containerId ?? origin.cgroup?.podUid);
}
