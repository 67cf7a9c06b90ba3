import type { WrittenArgument } from '../file-format.ts';

/**
 * What k3s and RKE2 make of the values of `kube-apiserver-arg`: `kubelet-https=false` as `--kubelet-https=false`. Two
 * dashes before it are dropped, and a name alone is true. Of `+` and `-` behind the name the last says where a
 * value goes: with `-` before those that are there already.
 * See GetArgs in https://github.com/k3s-io/k3s/blob/master/pkg/util/args.go
 */
export function toApiServerFlags(values: readonly WrittenArgument[]): WrittenArgument[] {
  const flags: WrittenArgument[] = [];
  for (const written of values) {
    if (written.isUnknown) {
      flags.push(written);
      continue;
    }
    const { name, value, isFirst } = readValue(written.text);
    const flag = { ...written, text: `--${name}=${value}` };
    if (isFirst) flags.unshift(flag);
    else flags.push(flag);
  }
  return flags;
}

function readValue(text: string): { name: string; value: string; isFirst: boolean } {
  const start = text.startsWith('--') ? 2 : 0;
  const equals = text.indexOf('=', start);
  const keyEnd = equals < 0 ? text.length : equals;
  let end = keyEnd;
  while (end > start && '+-'.includes(text.charAt(end - 1))) end -= 1;
  return {
    name: text.slice(start, end),
    value: equals < 0 ? 'true' : text.slice(equals + 1),
    isFirst: end < keyEnd && text.charAt(keyEnd - 1) === '-',
  };
}
