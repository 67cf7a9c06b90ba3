/** Objects of Kubernetes. */
const KUBERNETES = `
  annotations apiVersion args command containers dnsPolicy env envFrom failureThreshold hostNetwork
  hostPath httpGet image imagePullPolicy initContainers kind labels limits livenessProbe metadata
  mountPath name namespace path ports priorityClassName readinessProbe requests resources restartPolicy
  securityContext spec startupProbe status template terminationMessagePath terminationMessagePolicy value
  valueFrom volumeMounts volumes
`;

/** Configuration of what installs API servers. */
const INSTALLERS = `
  api apiServer apiServerArguments apiServerExtraArgs certSANs cluster clusterName controlPlane
  controlPlaneEndpoint controllerManager dns etcd extraArgs extraVolumes extra_args kube-api
  kube-apiserver-arg kubeAPIServer kubeAPIServerArg kube_kubeadm_apiserver_extra_args kubernetesMasterConfig
  kubernetesVersion kthreesConfigSpec machineGlobalConfig machineSelectorConfig networking rkeConfig scheduler
  serverConfig services timeoutForControlPlane
`;

/** Compose files, and what shows a container. */
const CONTAINERS = `
  Args Cmd Config Entrypoint Path State container_name depends_on entrypoint env_file environment extends info
  network_mode ociVersion privileged process restart runtimeSpec version
`;

/** cloud-config, Ignition and Butane. */
const HOSTS = `
  append compression config content contents coreos drop-ins dropins enable enabled encoding files ignition
  inline mask mode owner permissions runcmd source storage systemd units variant version write_files
`;

const SYSTEMD = `
  After Description Documentation Environment EnvironmentFile ExecStart ExecStartPre LimitNOFILE Restart
  RestartSec Type User WantedBy
`;

let keys: ReadonlySet<string> | undefined;

/** Whether it is a key of the files that start API servers: they reveal nothing about the values that are set there. */
export function isFileKey(word: string): boolean {
  // Made when a part of a file is shown: most audits show none.
  keys ??= new Set(`${KUBERNETES}${INSTALLERS}${CONTAINERS}${HOSTS}${SYSTEMD}`.trim().split(/\s+/));
  return keys.has(word);
}
