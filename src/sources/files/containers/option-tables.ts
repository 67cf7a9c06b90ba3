import { optionTable } from './options.ts';

/**
 * What `docker run`, `podman run` and `create` take before the image; no name means different things to the two.
 * https://github.com/docker/cli/blob/v28.2.2/cli/command/container/opts.go and
 * https://github.com/containers/podman/blob/v5.5.0/cmd/podman/common/create.go
 */
export const RUN = optionTable(
  `
  detach,d disable-content-trust env-host help http-proxy init interactive,i no-healthcheck no-hostname no-hosts
  oom-kill-disable passwd privileged publish-all,P quiet,q read-only read-only-tmpfs replace rm rmi rootfs sig-proxy
  tls-verify tty,t unsetenv-all use-api-socket
  `,
  `
  add-host annotation arch attach,a authfile blkio-weight blkio-weight-device cap-add cap-drop cert-dir cgroup-conf
  cgroup-manager cgroup-parent cgroupns cgroups chrootdirs cidfile conmon-pidfile cpu-count cpu-percent cpu-period
  cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares,c cpus cpuset cpuset-cpus cpuset-mems creds decryption-key
  detach-keys device device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops dns dns-opt
  dns-option dns-search domainname entrypoint env,e env-file env-merge expose gidmap gpus group-add group-entry
  health-cmd health-interval health-log-destination health-max-log-count health-max-log-size health-on-failure
  health-retries health-start-interval health-start-period health-startup-cmd health-startup-interval
  health-startup-retries health-startup-success health-startup-timeout health-timeout hostname,h hosts-file hostuser
  image-volume init-path io-maxbandwidth io-maxiops ip ip6 ipc isolation kernel-memory label,l label-file link
  link-local-ip log-driver log-level log-opt lxc-conf mac-address memory,m memory-reservation memory-swap
  memory-swappiness mount name net net-alias network network-alias oom-score-adj os passwd-entry personality pid pidfile
  pids-limit platform pod pod-id-file preserve-fd preserve-fds publish,p pull rdt-class requires restart retry
  retry-delay runtime sdnotify seccomp-policy secret security-opt shm-size shm-size-systemd signature-policy stop-signal
  stop-timeout storage-opt subgidname subuidname sysctl systemd timeout tmpfs tz uidmap ulimit umask unsetenv user,u
  userns uts variant volume,v volume-driver volumes-from workdir,w
  `,
);

/** What they take before the command. */
export const GLOBAL = optionTable(
  'debug,D help noout remote,r syslog tls tlsverify trace transient-store version,v',
  `
  cgroup-manager cni-config-dir config conmon connection,c context events-backend hooks-dir host,H identity imagestore
  log-level,l module namespace network-cmd-path network-config-dir out root runroot runtime runtime-flag ssh
  storage-driver storage-opt tls-ca tls-cert tls-key tlscacert tlscert tlskey tmpdir url volumepath
  `,
);

/**
 * What rkt takes before `run`, and `rkt run` before and after an image. `--net` takes a value only in its own word.
 * https://github.com/rkt/rkt/blob/v1.30.0/rkt/run.go, rkt.go and stage1hash.go there
 */
export const RKT = optionTable(
  `
  debug help,h inherit-env interactive mds-register net no-overlay no-store private-users store-only
  trust-keys-from-https
  `,
  `
  cap-remove cap-retain caps-remove caps-retain cpu cpu-shares dir dns dns-domain dns-opt dns-search environment exec
  group hostname hosts-entry insecure-options local-config memory mount name oom-score-adj pod-manifest port pull-policy
  seccomp set-env set-env-file signature stage1-from-dir stage1-hash stage1-image stage1-name stage1-path stage1-url stderr stdin
  stdout supplementary-gids system-config user user-annotation user-config user-label uuid-file-save volume working-dir
  `,
);
