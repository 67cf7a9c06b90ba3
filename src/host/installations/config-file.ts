import { flagValue } from '../../detection/flag-value.ts';
import type { Invocation } from '../../model/invocation.ts';
import type { FileFormatName } from '../../sources/files/formats/index.ts';
import { readFile } from '../../sources/files/read-file.ts';
import { cachedPerView, ifThere, readTextInsideRoot } from '../host-files.ts';
import type { RootFiles } from '../root-files.ts';
import { readUnit } from '../systemd-unit.ts';
import { unitOf } from '../unit-of.ts';
import type { RecogniseInstallation } from './installation.ts';
import { MACHINE_CONFIG, SETTINGS } from './settings.ts';

export const MICROK8S_FILE = '/var/snap/microk8s/current/args/kube-apiserver';
export const CHARMED_FILE = '/var/snap/kube-apiserver/current/args';
const K0S_FILE = '/etc/k0s/k0s.yaml';
const K0S_UNIT = 'k0scontroller.service';

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
  const { name } = (origin.kind === 'process' && unitOf(origin, host)) || { name: K0S_UNIT };
  const path = k0sFile(host.root, name);
  return {
    startedBy: invocationsIn(host.root, path, 'k0s'),
    whereToFix: { edit: `spec.api.extraArgs in ${path}`, afterwards: `restart ${name}` },
  };
};

/** The configuration that a unit of k0s names. */
export function k0sFile(view: RootFiles, unit = K0S_UNIT): string {
  const commands = readUnit(view, unit)?.commands ?? [];
  // A wrapper before k0s, such as env, may end its own flags with `--`.
  const args = commands.flatMap((command) => command.arguments).filter(({ text }) => text !== '--');
  const config = flagValue(args, '--config', '-c');
  return config?.startsWith('/') ? config : K0S_FILE;
}

/** Talos, on its state partition. */
export const talos: RecogniseInstallation = (_, { host }) => ({
  startedBy: invocationsIn(host.root, MACHINE_CONFIG, 'talos'),
  isStartedElsewhere: true,
  whereToFix: { edit: SETTINGS.talos },
});
