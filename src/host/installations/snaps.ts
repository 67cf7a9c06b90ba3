import type { RecogniseInstallation } from './installation.ts';
import { startsIn } from './starts-in.ts';

const MICROK8S_FILE = '/var/snap/microk8s/current/args/kube-apiserver';
const CHARMED_FILE = '/var/snap/kube-apiserver/current/args';

/** MicroK8s; from 1.21 on, kubelite holds the API server and reads the file itself. */
export const microk8s: RecogniseInstallation = (server, { host }) => {
  const place = server.hidden?.place;
  const isKubelite = place?.kind === 'argument-file';
  return {
    startedBy: isKubelite ? [] : startsIn(host.root, MICROK8S_FILE, 'arguments'),
    whereToFix: {
      edit: isKubelite ? place.path : MICROK8S_FILE,
      afterwards: 'run "microk8s stop" and "microk8s start"',
    },
  };
};

/** Charmed Kubernetes. */
export const charmed: RecogniseInstallation = (_, { host }) => ({
  startedBy: startsIn(host.root, CHARMED_FILE, 'arguments'),
  whereToFix: {
    edit: CHARMED_FILE,
    generatedFrom: 'api-extra-args, an option of the charm of the control plane (juju config)',
    afterwards: 'restart snap.kube-apiserver.daemon',
  },
});
