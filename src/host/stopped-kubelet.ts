import { toArguments } from '../model/argument.ts';
import type { Invocation } from '../model/invocation.ts';
import { toInvocations } from '../sources/files/to-invocations.ts';
import { isKubelet } from '../sources/processes/procfs.ts';
import { KUBEADM_CONFIG, KUBELET_UNIT } from './installations/settings.ts';
import type { RootFiles } from './root-files.ts';
import { readUnit } from './systemd-unit.ts';

/** The kubelets that a host may start: what its unit says, and where that says nothing, one with the file that kubeadm writes. */
export function* stoppedKubelets(view: RootFiles): Generator<Invocation[]> {
  const unit = readUnit(view, KUBELET_UNIT);
  const [file] = unit?.files ?? [];
  yield unit && file ? toInvocations(unit.commands, 'systemd', file).filter(isKubelet) : [];
  const origin = { line: 1, column: 1, format: 'systemd', object: null, container: null } as const;
  const ofKubeadm: Invocation = {
    origin: { kind: 'file', path: KUBEADM_CONFIG, ...origin },
    arguments: toArguments(['kubelet', `--config=${KUBEADM_CONFIG}`]),
    boundaries: 'kept',
  };
  yield [ofKubeadm];
}
