import { isStaticPodUid } from '../../model/process-owner.ts';
import { isStaticPod } from '../pod-of.ts';
import type { RecogniseInstallation } from './installation.ts';

const RKE1_CERTIFICATE = /^--tls-cert-file=\/etc\/kubernetes\/ssl\/kube-apiserver\.pem$/;

/** RKE1 starts the API server in Docker, and keeps its configuration elsewhere. */
export const rke1: RecogniseInstallation = ({ invocation: { origin, arguments: args } }) => {
  const isInDocker = origin.kind === 'process' && origin.cgroup?.containerId && !origin.cgroup.podUid;
  if (!isInDocker || !args.some(({ text }) => RKE1_CERTIFICATE.test(text))) return undefined;
  return {
    startedBy: [],
    whereToFix: {
      edit: 'services.kube-api.extra_args in the cluster.yml of RKE',
      afterwards: 'run "rke up"',
    },
  };
};

/** A static pod of a cluster in a container, such as a node of kind: its manifest is in there. */
export const nestedStaticPod: RecogniseInstallation = ({ invocation: { origin } }) => {
  const { nestedIn, cgroup } = origin.kind === 'process' ? origin : {};
  const { podUid = null, containerId = null, unit = null } = cgroup ?? {};
  const mayBeStatic = podUid === null ? containerId === null && unit === null : isStaticPodUid(podUid);
  if (!nestedIn || !mayBeStatic) return undefined;
  const id = nestedIn.at(-1)?.slice(0, 12);
  return {
    startedBy: [],
    isStartedElsewhere: true,
    whereToFix: {
      edit: `the API server pod specification file in ${id === undefined ? 'the container' : `container ${id}`}, where the kubelet of its cluster runs,`,
    },
  };
};

/** A pod that another API server has sent here: Gardener, Kamaji, vcluster, HyperShift. */
export const clusterPod: RecogniseInstallation = (server, { staticPods }) => {
  const { origin } = server.invocation;
  const uid = origin.kind === 'process' ? origin.cgroup?.podUid : null;
  if (!uid || isStaticPod(server, staticPods)) return undefined;
  return {
    startedBy: [],
    whereToFix: {
      edit: `the object of the management cluster that created the pod with uid ${uid}, such as a Deployment or TenantControlPlane,`,
    },
  };
};

/** Another container that no kubelet has started. */
export const container: RecogniseInstallation = ({ invocation: { origin } }) => {
  const cgroup = origin.kind === 'process' ? origin.cgroup : undefined;
  if (!cgroup?.containerId || cgroup.podUid) return undefined;
  return {
    startedBy: [],
    whereToFix: { edit: `whatever starts container ${cgroup.containerId.slice(0, 12)}` },
  };
};

/** A server whose own file was not found or cannot be read, or of which nothing is known. */
export const lost: RecogniseInstallation = (server, { staticPods, problems }) => {
  const { origin } = server.invocation;
  const { unit = null, podUid = null } = (origin.kind === 'process' && origin.cgroup) || {};
  if (unit?.endsWith('.scope')) return undefined;
  if (unit !== null) {
    return { startedBy: [], whereToFix: { edit: `whatever starts ${unit} (it has no unit file)` } };
  }
  if (!isStaticPod(server, staticPods) || (podUid === null && problems.length === 0)) return undefined;
  const why = problems.length === 0 ? 'it was not found' : 'it was not found, or cannot be read';
  return {
    startedBy: [],
    whereToFix: { edit: `the API server pod specification file that its kubelet read (${why})` },
  };
};
