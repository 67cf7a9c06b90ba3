import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './host-tree.ts';
import type { Image } from './oci-image.ts';
import { defaultSeccomp, PROFILE } from './seccomp.ts';

/** What these tests know of a pod's specification. */
export interface PodSpec {
  readonly hostPID?: boolean;
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
  readonly containers: readonly [Container];
  readonly volumes?: readonly { readonly name: string; readonly hostPath: HostPath }[];
}

interface HostPath {
  readonly path: string;
  readonly type?: string;
}

interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly recursiveReadOnly?: string;
}

interface Container {
  readonly image?: string;
  readonly args: readonly string[];
  readonly securityContext: {
    readonly allowPrivilegeEscalation: boolean;
    readonly readOnlyRootFilesystem: boolean;
    readonly capabilities: { readonly drop: readonly string[]; readonly add?: readonly string[] };
  };
  readonly volumeMounts?: readonly VolumeMount[];
}

export const POD_NAME = 'kubelet-https-audit-x7k2p';
/** What takes the place of variables in arguments, as the kubelet replaces them. */
const VARIABLES: Readonly<Record<string, string>> = { NODE_NAME: 'cp-1', CLUSTER: 'kubernetes' };

/** A container of what this machine has, which does nothing. */
const NOTHING: PodSpec = {
  securityContext: { runAsUser: 0, runAsGroup: 0 },
  containers: [
    {
      args: [],
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: false,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: ['/usr', '/lib', '/lib64'].map((name) => ({ name, mountPath: name, readOnly: true })),
    },
  ],
  volumes: ['/usr', '/lib', '/lib64'].map((name) => ({ name, hostPath: { path: name, type: 'Directory' } })),
};

/** Why no container can be run here; undefined where one can. */
export function whyNoContainers(): string | undefined {
  const { error } = spawnSync('runc', ['--version']);
  if (error) return `runc: ${error.message}`;
  if (!existsSync(PROFILE)) return `${PROFILE} is missing`;
  const bundle = mkdtempSync(join(tmpdir(), 'nothing-'));
  const rootfs = join(bundle, 'rootfs');
  mkdirSync(rootfs);
  const image = { rootfs, config: { User: '0:0', Entrypoint: ['/usr/bin/true'], Env: [], Labels: {} } };
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(runtimeConfig(image, NOTHING, bundle, {})));
  const id = `nothing-${process.pid}`;
  const runc = ['--root', join(bundle, 'runc'), 'run', '--bundle', bundle, id];
  const { status, stderr } = spawnSync('runc', runc, { encoding: 'utf8' });
  rmSync(bundle, { recursive: true, force: true });
  return status === 0 ? undefined : `runc cannot run a container here: ${stderr.trim()}`;
}

/**
 * Starts a pod with runc as a kubelet and containerd do: its own namespaces without a network, the default profile of
 * seccomp, and of the host what its volumes are.
 *
 * @param hostPaths where the host has paths that it does not have here
 */
export function startPod(image: Image, spec: PodSpec, hostPaths: Readonly<Record<string, string>> = {}) {
  const bundle = temporaryDirectory();
  // What runc made to mount volumes at, for the pod before.
  rmSync(join(image.rootfs, 'host'), { recursive: true, force: true });
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(runtimeConfig(image, spec, bundle, hostPaths)));
  const id = `test-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const runc = ['--root', join(bundle, 'runc')];
  const child = spawn('runc', [...runc, 'run', '--bundle', bundle, id]);
  onTestFinished(() => void spawnSync('runc', [...runc, 'delete', '--force', id]));
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      texts[name] += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { texts, ended, kill: (signal: string) => spawnSync('runc', [...runc, 'kill', id, signal]) };
}

export async function runPod(...given: Parameters<typeof startPod>) {
  const { texts, ended } = startPod(...given);
  const status = await ended;
  return { status, ...texts };
}

function runtimeConfig(
  { rootfs, config }: Image,
  { hostPID = false, securityContext, containers: [container], volumes = [] }: PodSpec,
  bundle: string,
  hostPaths: Readonly<Record<string, string>>,
) {
  const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = container.securityContext;
  if (!capabilities.drop.includes('ALL'))
    throw new Error('the capabilities that runc gives are not those of a kubelet');
  const added = (capabilities.add ?? []).map((name) => `CAP_${name}`);
  const hostPathOf = new Map(volumes.map(({ name, hostPath }) => [name, hostPath]));
  const binds = (container.volumeMounts ?? []).map((mount) => ({
    destination: mount.mountPath,
    type: 'bind',
    source: sourceOf(hostPathOf.get(mount.name), bundle, hostPaths),
    options: ['rbind', 'rprivate', accessOf(mount)],
  }));
  const spaces = ['mount', 'ipc', 'uts', 'network', ...(hostPID ? [] : ['pid'])];
  return {
    ociVersion: '1.0.2',
    hostname: POD_NAME,
    process: {
      terminal: false,
      user: { uid: securityContext.runAsUser, gid: securityContext.runAsGroup },
      args: [...config.Entrypoint, ...container.args.map(expanded)],
      env: [...config.Env, ...Object.entries(VARIABLES).map(([name, value]) => `${name}=${value}`)],
      cwd: config.WorkingDir || '/',
      capabilities: { bounding: added, effective: added, permitted: added, inheritable: [], ambient: [] },
      noNewPrivileges: !allowPrivilegeEscalation,
    },
    root: { path: rootfs, readonly: readOnlyRootFilesystem },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'strictatime', 'mode=755'] },
      ...binds,
    ],
    linux: {
      namespaces: spaces.map((type) => ({ type })),
      seccomp: defaultSeccomp(added),
      maskedPaths: ['/proc/kcore', '/proc/keys', '/proc/timer_list', '/proc/acpi', '/proc/scsi'],
      readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
    },
  };
}

function expanded(argument: string): string {
  return argument.replace(/\$\((\w+)\)/g, (variable, name) => VARIABLES[name] ?? variable);
}

/** As containerd 2 and CRI-O ask runc for it. */
function accessOf({ readOnly = false, recursiveReadOnly = 'Disabled' }: VolumeMount): string {
  if (!readOnly) return 'rw';
  return recursiveReadOnly === 'Disabled' ? 'ro' : 'rro';
}

/** Throws where a kubelet would not start the pod, or a container runtime make the directory that is not there. */
function sourceOf(
  hostPath: HostPath | undefined,
  bundle: string,
  hostPaths: Readonly<Record<string, string>>,
): string {
  const { path, type = '' } = hostPath ?? { path: 'no volume' };
  const source = hostPaths[path] ?? path;
  if (type === 'DirectoryOrCreate') {
    const made = existsSync(source) ? source : join(bundle, 'host', path);
    mkdirSync(made, { recursive: true });
    return made;
  }
  const stats = statSync(source, { throwIfNoEntry: false });
  const isType = type === 'Directory' ? stats?.isDirectory() : type === 'File' && stats?.isFile();
  if (!isType) throw new Error(`${path} is not of the type "${type}"`);
  return source;
}
