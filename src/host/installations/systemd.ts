import { toInvocations } from '../../sources/files/to-invocations.ts';
import { withProblems } from '../host-files.ts';
import { readUnit } from '../systemd-unit.ts';
import { unitOf } from '../unit-of.ts';
import type { RecogniseInstallation } from './installation.ts';

/** A service of systemd: by hand, from a distribution's package, NixOS. */
export const systemd: RecogniseInstallation = ({ invocation: { origin } }, { host }) => {
  const place = origin.kind === 'process' ? unitOf(origin, host) : undefined;
  if (place === undefined) return undefined;
  const { name, view } = place;
  const { value: unit, problems } = withProblems(view, () => readUnit(view, name));
  view.problems.push(...problems);
  const [file] = unit?.files ?? [];
  const afterwards = `run "systemctl daemon-reload" and "systemctl restart ${name}"`;
  if (unit === undefined || file === undefined) {
    if (problems.length === 0) return undefined;
    return {
      startedBy: [],
      whereToFix: { edit: `the unit file of ${name} (it cannot be read)`, afterwards },
    };
  }
  const startedBy = toInvocations(unit.commands, 'systemd', file);
  const programs = startedBy.map((one) => one.arguments[0]?.text ?? '');
  const isDirect = programs.some((program) => /(?:^|\/)(?:kube-apiserver|hyperkube)$/.test(program));
  const files = [...new Set(unit.files.map(({ path }) => path))].join(' or ');
  return {
    startedBy,
    whereToFix: {
      edit: isDirect ? files : `whatever ${name} starts`,
      afterwards,
    },
  };
};
