import type { Cgroup, HiddenArguments, ProcessOrigin } from '../model/invocation.ts';
import {
  defaultConfigOf,
  type K3sProduct,
  type K3sServer,
  readK3sServer,
  toApiServerFlags,
} from '../sources/files/formats/k3s-command.ts';
import { withoutQuotes } from '../sources/files/shell/known-variables.ts';
import { unwrapShell } from '../sources/files/shell/unwrap-shell.ts';
import { toArgument } from '../sources/files/to-invocations.ts';
import { howToRead } from '../sources/system/privileges.ts';
import { hiddenBy, type Resolved } from './hidden-arguments.ts';
import { type HostFiles, withProblems } from './host-files.ts';
import { type K3sConfiguration, readK3sConfiguration } from './read-k3s.ts';
import { existsInsideRoot, type RootFiles } from './root-files.ts';
import { readMergedUnit, type SystemdUnit } from './systemd-unit.ts';
import { unitOf } from './unit-of.ts';

/** What a running k3s hands to the API server inside it: its configuration, then its command line. */
export function k3sArguments(origin: ProcessOrigin, host: HostFiles): Resolved {
  const { cgroup } = origin;
  // A copy of a host may not show the unit of a process.
  const usual = cgroup || host.proc !== undefined ? undefined : { name: 'k3s.service', view: host.root };
  const place = unitOf(origin, host) ?? usual;
  if (place === undefined) return { hidden: noUnit(cgroup) };
  const { name } = place;
  const view = host.viewOf(origin);
  const { value: unit, problems } = withProblems(view, () =>
    readMergedUnit(place.view, name, host.environmentOf(origin)),
  );
  const server = unit && serverOf(unit);
  if (unit === undefined || server === undefined) {
    return { hidden: problems[0] ? hiddenBy(problems[0]) : notStartedBy(name, unit !== undefined) };
  }
  const { value: configuration, problems: others } = withProblems(view, () =>
    readConfiguration(view, server, unit),
  );
  const [problem] = [...problems, ...others];
  if (problem) return { hidden: hiddenBy(problem) };
  const { values, files, directories } = configuration;
  if (server.isApiServerDisabled ?? configuration.isApiServerDisabled)
    return { disabled: 'this k3s server runs no API server (disable-apiserver)' };
  return {
    arguments: toApiServerFlags([...values, ...server.values]).map((flag, index) =>
      toArgument(flag, index + 1, undefined),
    ),
    from: [
      ...[...unit.files, ...unit.directories].map(({ path }) => ({ view: place.view, path })),
      ...files.map(({ path }) => ({ view, path })),
      ...directories,
      // A whole directory of drop-ins may be gone, or a unit of the administrator's before that of the package.
      { view: place.view, path: '/etc/systemd/system', isIndirectEvidence: true as const },
    ],
  };
}

/** What gives a program variables that its unit does not. */
const SETS_VARIABLES =
  /(?:K3S|RKE2)_|(?<![\w-])(?:declare|env|eval|export|source|typeset)\s|(?<![^\s;&|(])\.\s/;

/** What the configuration that a server reads hands to its API server. The environment names it before the command line. */
export function readConfiguration(
  view: RootFiles,
  { product, config }: Pick<K3sServer, 'product' | 'config'>,
  unit: Pick<SystemdUnit, 'commands' | 'environment'> | undefined,
): K3sConfiguration {
  const variable = `${product.toUpperCase()}_CONFIG_FILE`;
  const value = unit?.environment(variable);
  const words = unit?.commands.flatMap(({ arguments: args }) => args.map(({ text }) => text));
  const isSetUnseen = words?.some((word) => SETS_VARIABLES.test(withoutQuotes(word)));
  if (unit && (value === undefined || isSetUnseen)) {
    view.problems.push({
      path: variable,
      message: 'the environment may name another configuration file',
      hint: howToRead('process'),
      isForbidden: true,
    });
  }
  const named = value?.text || config;
  if (named !== undefined) requireFile(view, named);
  return readK3sConfiguration(view, named ?? defaultConfigOf(product));
}

/** A configuration that is named must exist; a relative path or a URL cannot be followed. */
function requireFile(view: RootFiles, path: string): void {
  const isAbsolute = path.startsWith('/');
  if (isAbsolute && existsInsideRoot(view, path)) return;
  view.problems.push({
    path,
    message: isAbsolute ? 'it does not exist' : 'it is not an absolute path, and cannot be read here',
    hint: 'Look for kube-apiserver-arg in the configuration that k3s uses.',
  });
}

/** The one server that a unit starts; undefined where it starts none, or several. */
export function serverOf({ commands }: SystemdUnit, product: K3sProduct = 'k3s'): K3sServer | undefined {
  const servers = commands
    .flatMap((reading) => (reading.file ? unwrapShell(reading, reading.file) : [reading]))
    .flatMap(({ arguments: args }) => readK3sServer(args) ?? [])
    .filter((server) => server.product === product);
  return servers.length === 1 ? servers[0] : undefined;
}

function noUnit(cgroup: Cgroup | undefined): HiddenArguments {
  if (cgroup === undefined) {
    return {
      reason: 'k3s hides its command line, and what started it cannot be seen',
      hint: 'Look for --kube-apiserver-arg in its unit ("systemctl cat k3s") and in /etc/rancher/k3s.',
    };
  }
  const { containerId } = cgroup;
  return containerId === null
    ? {
        reason: 'k3s was not started by a systemd unit, and hides its command line',
        hint: 'Look for --kube-apiserver-arg in what starts it, such as /etc/init.d/k3s, and in /etc/rancher/k3s.',
      }
    : {
        reason: `k3s runs in container ${containerId.slice(0, 12)}, and hides its command line`,
        hint: 'Look for --kube-apiserver-arg in the arguments of that container.',
      };
}

function notStartedBy(unit: string, isThere: boolean): HiddenArguments {
  return {
    reason: isThere
      ? `the command line of k3s server cannot be determined from ${unit}`
      : `k3s runs in ${unit}, which has no unit file`,
    hint: `Look for --kube-apiserver-arg in ${isThere ? `the output of "systemctl cat ${unit}"` : 'what starts k3s'}, and in /etc/rancher/k3s.`,
  };
}
