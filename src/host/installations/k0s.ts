import { optionValue } from '../option-value.ts';
import { readUnit } from '../systemd-unit.ts';
import { unitOf } from '../unit-of.ts';
import type { RecogniseInstallation } from './installation.ts';
import { startsIn } from './starts-in.ts';

const USUAL_CONFIG = '/etc/k0s/k0s.yaml';

/** k0s, which starts the API server as its child. */
export const k0s: RecogniseInstallation = (server, { host }) => {
  const { origin } = server.invocation;
  const { name } = (origin.kind === 'process' && unitOf(origin, host)) || { name: 'k0scontroller.service' };
  const unit = readUnit(host.root, name);
  const args = (unit?.commands ?? []).flatMap((command) => command.arguments.map(({ text }) => text));
  const path = configOf(args) ?? USUAL_CONFIG;
  return {
    startedBy: startsIn(host.root, path, 'k0s'),
    whereToFix: { edit: `spec.api.extraArgs in ${path}`, afterwards: `restart ${name}` },
  };
};

function configOf(args: readonly string[]): string | undefined {
  const path = optionValue(args, '--config', '-c');
  return path?.startsWith('/') ? path : undefined;
}
