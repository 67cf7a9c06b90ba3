import { closestPod } from '../pod-of.ts';
import type { RecogniseInstallation } from './installation.ts';
import { SETTINGS } from './settings.ts';

/** OpenShift 4, whose operator writes the file that the API server reads, and its manifest. */
export const openshift4: RecogniseInstallation = (server, { staticPods }) => {
  const source = server.hidden?.source;
  if (source?.kind !== 'openshift') return undefined;
  const pod = closestPod(server, staticPods);
  return {
    startedBy: pod?.invocations ?? [],
    shadowed: pod?.shadowed ?? [],
    whereToFix: {
      edit: SETTINGS.openshift4,
      afterwards: `wait until the operator has rolled it out: it writes ${source.path} again`,
    },
  };
};

/** OpenShift 3. */
export const openshift3: RecogniseInstallation = (server) => {
  const source = server.hidden?.source;
  if (source?.kind !== 'openshift') return undefined;
  return {
    startedBy: [],
    isStartedElsewhere: true,
    whereToFix: {
      edit: `kubernetesMasterConfig.apiServerArguments in ${source.path}`,
      afterwards: 'restart the master, "master-restart api" in 3.10 and later',
    },
  };
};
