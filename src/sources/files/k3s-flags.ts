import type { WrittenArgument } from './file-format.ts';

/**
 * What k3s and RKE2 make of the values of `kube-apiserver-arg`: `kubelet-https=false` as `--kubelet-https=false`. Two
 * dashes before it are dropped, and a name alone is true. Of `+` and `-` behind the name the last says where a
 * value goes: with `-` before those that are there already.
 * See GetArgs in https://github.com/k3s-io/k3s/blob/master/pkg/util/args.go
 */
export function toApiServerFlags(values: readonly WrittenArgument[]): WrittenArgument[] {
  const flags: WrittenArgument[] = [];
  for (const written of values) {
    const [, name = '', mode = '', value = 'true'] =
      /^(?:--)?([^=]*?)([-+]*)(?:=(.*))?$/s.exec(written.text) ?? [];
    if (written.isOpaque) flags.push(written);
    else if (mode.endsWith('-')) flags.unshift({ ...written, text: `--${name}=${value}` });
    else flags.push({ ...written, text: `--${name}=${value}` });
  }
  return flags;
}
