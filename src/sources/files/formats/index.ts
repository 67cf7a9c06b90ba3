import type { FileFormat } from '../file-format.ts';
import type { Input } from '../input-formats.ts';
import { readSystemdUnit } from '../systemd/unit.ts';
import { readArgumentFile } from './argument-file.ts';
import { readCloudConfig } from './cloud-config.ts';
import { readCommandLine } from './cmdline.ts';
import { readCompose } from './compose.ts';
import { readEnvironment } from './environment.ts';
import { readIgnition } from './ignition.ts';
import { readInspect } from './inspect.ts';
import { readK0s } from './k0s.ts';
import { readK3sConfig } from './k3s-config.ts';
import { readKops } from './kops.ts';
import { readKubeadm } from './kubeadm.ts';
import { readKubeadmEmbedded } from './kubeadm-embedded.ts';
import { readKubespray } from './kubespray.ts';
import { readLog } from './log.ts';
import { readOpenShift } from './openshift.ts';
import { readRancher } from './rancher.ts';
import { readRke1 } from './rke1.ts';
import { readTalos } from './talos.ts';
import { readWorkload } from './workload.ts';

export type FileFormatName = Exclude<Input, 'ps'>;

/** The file formats in which something starts an API server, by name; the first that knows a file reads it. */
export const FILE_FORMATS = {
  workload: { summary: 'Kubernetes manifests', readDocument: readWorkload },
  kubeadm: { summary: 'kubeadm ClusterConfiguration', readDocument: readKubeadm },
  'kubeadm-embedded': {
    summary: 'kubeadm in a ConfigMap, kind, Cluster API',
    readDocument: readKubeadmEmbedded,
  },
  openshift: { summary: 'OpenShift apiServerArguments', readDocument: readOpenShift },
  kops: { summary: 'kops Cluster', readDocument: readKops },
  k0s: { summary: 'k0s ClusterConfig', readDocument: readK0s },
  talos: { summary: 'Talos machine config', readDocument: readTalos },
  compose: { summary: 'Docker Compose', readDocument: readCompose },
  rke1: { summary: 'RKE1 cluster.yml', readDocument: readRke1 },
  rancher: { summary: 'Rancher, RKE2 and k3s clusters', readDocument: readRancher },
  kubespray: { summary: 'Kubespray variables', readDocument: readKubespray },
  k3s: { summary: 'k3s and RKE2 config.yaml', readDocument: readK3sConfig },
  cmdline: { summary: 'copies of /proc/PID/cmdline', readText: readCommandLine },
  log: { summary: 'logs of k3s and RKE2', readText: readLog },
  'cloud-config': { summary: 'cloud-config: write_files and coreos.units', readInner: readCloudConfig },
  ignition: { summary: 'Ignition, Butane, MachineConfig', readInner: readIgnition },
  systemd: { summary: 'systemd units and drop-ins', readText: readSystemdUnit },
  environment: { summary: 'environment files of units and init scripts', readText: readEnvironment },
  arguments: { summary: 'argument files of MicroK8s and Charmed Kubernetes', readText: readArgumentFile },
  inspect: { summary: 'what docker, podman and crictl inspect show', readDocument: readInspect },
} as const satisfies Record<FileFormatName, FileFormat>;
