import { closestPod } from './closest-pod.ts';
import type { Installation } from './installation.ts';

/** OpenShift 4, whose operator writes the file that the API server reads, and its manifest. */
export const openshift4: Installation = (server, { staticPods }) => {
  const place = server.hidden?.place;
  if (place?.kind !== 'openshift') return undefined;
  const pod = closestPod(server, staticPods);
  return {
    nextStarts: pod?.invocations ?? [],
    shadowed: pod?.shadowed ?? [],
    remedy: {
      edit:
        'spec.unsupportedConfigOverrides.apiServerArguments of the operator\'s object KubeAPIServer "cluster" ' +
        '(oc edit kubeapiserver cluster)',
      afterwards: `wait until the operator has rolled it out: it writes ${place.path} anew`,
    },
  };
};

/** OpenShift 3. */
export const openshift3: Installation = (server) => {
  const place = server.hidden?.place;
  if (place?.kind !== 'openshift') return undefined;
  return {
    nextStarts: [],
    isStartedElsewhere: true,
    remedy: {
      edit: `kubernetesMasterConfig.apiServerArguments in ${place.path}`,
      afterwards: 'restart the master, "master-restart api" in 3.10 and later',
    },
  };
};
