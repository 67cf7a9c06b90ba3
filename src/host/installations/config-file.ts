import { flagValue } from '../../detection/flag-value.ts';
import type { Invocation } from '../../model/invocation.ts';
import type { FileFormatName } from '../../sources/files/formats/index.ts';
import { readFile } from '../../sources/files/read-file.ts';
import { cachedPerView, ifThere, readTextInsideRoot } from '../host-files.ts';
import { readUnit } from '../systemd-unit.ts';
import { unitOf } from '../unit-of.ts';
import type { RecogniseInstallation } from './installation.ts';
import { MACHINE_CONFIG, SETTINGS } from './settings.ts';

const MICROK8S_FILE = '/var/snap/microk8s/current/args/kube-apiserver';
const CHARMED_FILE = '/var/snap/kube-apiserver/current/args';
const K0S_FILE = '/etc/k0s/k0s.yaml';

/** What a file starts; nothing where it is not there. */
export const invocationsIn = cachedPerView(
  (view, path: string, format: FileFormatName): readonly Invocation[] => {
    const read = () => {
      const { invocations = [], error } = readFile(readTextInsideRoot(view, path), () => undefined, format);
      if (error) throw error;
      return invocations;
    };
    return ifThere(view, path, read) ?? [];
  },
);

/** MicroK8s; from 1.21 on, kubelite holds the API server and reads the file itself. */
export const microk8s: RecogniseInstallation = (server, { host }) => {
  const source = server.hidden?.source;
  const isKubelite = source?.kind === 'argument-file';
  return {
    startedBy: isKubelite ? [] : invocationsIn(host.root, MICROK8S_FILE, 'arguments'),
    whereToFix: {
      edit: isKubelite ? source.path : MICROK8S_FILE,
      afterwards: 'run "microk8s stop" and "microk8s start"',
    },
  };
};

/** Charmed Kubernetes. */
export const charmed: RecogniseInstallation = (_, { host }) => ({
  startedBy: invocationsIn(host.root, CHARMED_FILE, 'arguments'),
  whereToFix: {
    edit: CHARMED_FILE,
    generatedFrom: 'api-extra-args, an option of the charm of the control plane (juju config)',
    afterwards: 'restart snap.kube-apiserver.daemon',
  },
});

/** k0s, which starts the API server as its child. */
export const k0s: RecogniseInstallation = (server, { host }) => {
  const { origin } = server.invocation;
  const { name } = (origin.kind === 'process' && unitOf(origin, host)) || { name: 'k0scontroller.service' };
  const commands = readUnit(host.root, name)?.commands ?? [];
  // A wrapper before k0s, such as env, may end its own flags with `--`.
  const args = commands.flatMap((command) => command.arguments).filter(({ text }) => text !== '--');
  const config = flagValue(args, '--config', '-c');
  const path = config?.startsWith('/') ? config : K0S_FILE;
  return {
    startedBy: invocationsIn(host.root, path, 'k0s'),
    whereToFix: { edit: `spec.api.extraArgs in ${path}`, afterwards: `restart ${name}` },
  };
};

/** Talos, on its state partition. */
export const talos: RecogniseInstallation = (_, { host }) => ({
  startedBy: invocationsIn(host.root, MACHINE_CONFIG, 'talos'),
  isStartedElsewhere: true,
  whereToFix: { edit: SETTINGS.talos },
});
