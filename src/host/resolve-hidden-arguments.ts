import { posix } from 'node:path';
import type { ApiServer, SetAside } from '../model/api-server.ts';
import type { Argument } from '../model/argument.ts';
import type { ArgumentsSource, HiddenArguments, Mount, ProcessOrigin } from '../model/invocation.ts';
import { AuditError } from '../model/problem.ts';
import { readKubeliteArguments } from '../sources/files/formats/argument-file.ts';
import { readOpenShiftConfig } from '../sources/files/formats/openshift-config.ts';
import { toArgument, toInvocations } from '../sources/files/to-invocations.ts';
import { rejectBrokenJson } from '../sources/files/yaml/go-difference.ts';
import { yamlReaderFor } from '../sources/files/yaml/yaml-reader.ts';
import { OverBudget } from './budget.ts';
import { hiddenBy, type ReadFrom, type Resolved } from './hidden-arguments.ts';
import { type HostFiles, ifThere, problemOf, readTextInsideRoot, withProblems } from './host-files.ts';
import { changedInsideRoot, madeInsideRoot } from './root-files.ts';
import { startedAt } from './started-at.ts';

/** Any user can have a process that names a file; the configuration of an API server is much smaller. */
const MAX_BYTES = 256 * 1024;

/** A server with the arguments that it hides, read from the files they are in; as it is where it hides none. */
export async function resolveHidden(server: ApiServer, host: HostFiles): Promise<ApiServer | SetAside> {
  try {
    return await resolveWithin(server, host);
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error;
    return { ...server, hidden: { reason: error.message, hint: TOO_MUCH } };
  }
}

const TOO_MUCH = 'Find out who started it. If it is an API server, look for --kubelet-https in its files.';

async function resolveWithin(server: ApiServer, host: HostFiles): Promise<ApiServer | SetAside> {
  const source = server.hidden?.source;
  if (source === undefined) return server;
  const { origin } = server.invocation;
  const pid = origin.kind === 'process' && host.proc !== undefined ? origin.pid : undefined;
  const start = pid === undefined ? undefined : startedAt(host.proc ?? '', pid);
  const resolved = await resolve(server, source, host);
  const isGone = pid !== undefined && (start === undefined || startedAt(host.proc ?? '', pid) !== start);
  if (isGone) return { ...server, hidden: GONE };
  if ('disabled' in resolved) {
    return { kind: 'set-aside', origin, program: server.program, reason: resolved.disabled };
  }
  if ('hidden' in resolved) return { ...server, hidden: resolved.hidden };
  const { hidden: _, ...open } = server;
  const changed = changedSinceStart(start, resolved.from);
  const changedFile = changed.find(({ isIndirectEvidence }) => !isIndirectEvidence)?.path;
  const changedDirectory = changed.find(({ isIndirectEvidence }) => isIndirectEvidence)?.path;
  return {
    ...open,
    invocation: { ...server.invocation, boundaries: 'kept' },
    arguments: [...server.arguments, ...resolved.arguments],
    ...(changedFile !== undefined && { changedFile }),
    ...(changedDirectory !== undefined && { changedDirectory }),
  };
}

async function resolve(server: ApiServer, source: ArgumentsSource, host: HostFiles): Promise<Resolved> {
  const { origin } = server.invocation;
  if (source.kind === 'k3s') {
    if (origin.kind !== 'process') return { hidden: UNIT_ONLY };
    const { k3sArguments } = await import('./k3s-arguments.ts');
    return k3sArguments(origin, host);
  }
  const from = whereIs(source.path, server, host);
  const offset = (server.arguments.at(-1)?.index ?? 0) + 1;
  try {
    const args =
      source.kind === 'openshift'
        ? await openShiftArguments(from, offset)
        : kubeliteArguments(from, offset, origin.kind === 'process' ? origin : undefined, host);
    return args === undefined ? { hidden: nothingIn(from.path) } : { arguments: args, from: [from] };
  } catch (error) {
    return { hidden: hiddenBy(problemOf(from.view, from.path, error)) };
  }
}

const GONE: HiddenArguments = {
  reason: 'it ended or restarted while its files were being read',
  hint: 'Audit again.',
};

const UNIT_ONLY: HiddenArguments = {
  reason: 'a file starts k3s, whose configuration is on another host',
  hint: 'Audit the host that it runs on.',
};

/** In the mount namespace of a process; a file that starts a container says where its host has the path. */
function whereIs(path: string, server: ApiServer, host: HostFiles): ReadFrom {
  const { origin } = server.invocation;
  const isSeen = origin.kind === 'process' && host.proc !== undefined;
  if (isSeen) return { view: host.viewOf(origin), path };
  if (origin.kind !== 'process') {
    return { view: host.root, path: onHost(path, server.invocation.container?.mounts ?? []) };
  }
  // Another manifest than that of this very pod may name another revision of the file.
  const own = server.afterRestart?.servers.find(
    ({ invocation: { container } }) => container && container.podUid === origin.cgroup?.podUid,
  );
  return { view: host.root, path: onHost(path, own?.invocation.container?.mounts ?? []) };
}

/** Where the host has a path of a container. */
export function onHost(path: string, mounts: readonly Mount[]): string {
  const inside = posix.normalize(path);
  const [mount] = mounts
    .map(({ inContainer, onHost }) => ({ above: posix.normalize(`${inContainer}/`), onHost }))
    .filter(({ above }) => `${inside}/`.startsWith(above))
    .sort((a, b) => b.above.length - a.above.length);
  return mount === undefined ? path : `${mount.onHost}${inside.slice(mount.above.length - 1)}`;
}

/**
 * As the API server reads it: the first document, and what begins as JSON does as JSON alone.
 * https://github.com/openshift/kubernetes/blob/master/openshift-kube-apiserver/enablement/enablement.go
 */
async function openShiftArguments({ view, path }: ReadFrom, offset: number): Promise<Argument[] | undefined> {
  const file = readTextInsideRoot(view, path, MAX_BYTES);
  const read = await yamlReaderFor(file);
  const [config] = read(file);
  if (config instanceof AuditError) throw config;
  rejectBrokenJson(file);
  const [invocation] = toInvocations((config && readOpenShiftConfig(config, file)) ?? [], 'openshift', file);
  return invocation?.arguments
    .slice(1)
    .map((argument, index) => ({ ...argument, index: offset + index, path }));
}

function kubeliteArguments(
  { view, path }: ReadFrom,
  offset: number,
  origin: ProcessOrigin | undefined,
  host: HostFiles,
): Argument[] {
  const environment = origin && host.environmentOf(origin);
  return readKubeliteArguments(readTextInsideRoot(view, path, MAX_BYTES), environment).map(
    (argument, index) => toArgument(argument, offset + index, undefined),
  );
}

function nothingIn(path: string): HiddenArguments {
  return {
    reason: `its arguments should be in ${path}, which is not such a configuration`,
    hint: 'Check the file.',
  };
}

/** How long after making a file its directory may still change. */
const SETTLING = 2000;

/** How long a server may take to make its files. */
const STARTING = 5 * 60 * 1000;

/** What was changed after a running server started, if that is known. */
function changedSinceStart(start: number | undefined, from: readonly ReadFrom[]): readonly ReadFrom[] {
  if (start === undefined) return [];
  return from.filter(({ view, path, holds = [] }) => {
    const made = holds.map(
      (name) =>
        withProblems(view, () => ifThere(view, name, () => madeInsideRoot(view, `${path}/${name}`))).value ??
        0,
    );
    const early = made.filter((time) => time < start + STARTING);
    const changed =
      withProblems(view, () => ifThere(view, path, () => changedInsideRoot(view, path))).value ?? 0;
    return changed > Math.max(start, ...early.map((time) => time + SETTLING));
  });
}
