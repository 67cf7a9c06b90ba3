import { toInvocations } from '../../sources/files/to-invocations.ts';
import { readUnit } from '../systemd-unit.ts';
import { unitOf } from '../unit-of.ts';
import type { RecogniseInstallation } from './installation.ts';

/** A service of systemd: by hand, from a distribution's package, NixOS. */
export const systemd: RecogniseInstallation = ({ invocation: { origin } }, { host }) => {
  const place = origin.kind === 'process' ? unitOf(origin, host) : undefined;
  if (place === undefined) return undefined;
  const { name, view } = place;
  const unit = readUnit(view, name);
  const [file] = unit?.files ?? [];
  if (unit === undefined || file === undefined) return undefined;
  const startedBy = toInvocations(unit.commands, 'systemd', file);
  const programs = startedBy.map((one) => one.arguments[0]?.text ?? '');
  const isDirect = programs.some((program) => /(?:^|\/)(?:kube-apiserver|hyperkube)$/.test(program));
  const files = [...new Set(unit.files.map(({ path }) => path))].join(' or ');
  return {
    startedBy,
    whereToFix: {
      edit: isDirect ? files : `whatever ${name} starts`,
      afterwards: `run "systemctl daemon-reload" and "systemctl restart ${name}"`,
    },
  };
};
