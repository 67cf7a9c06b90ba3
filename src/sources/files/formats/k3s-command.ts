import { basename, parseBool } from '../../../model/argument.ts';
import { programAt, type WrittenArgument } from '../file-format.ts';

const SUBCOMMANDS = [
  'server',
  'agent',
  'kubectl',
  'crictl',
  'ctr',
  'check-config',
  'etcd-snapshot',
  'secrets-encrypt',
  'certificate',
  'token',
  'completion',
  'help',
];
const FLAG = /^--?kube-apiserver-arg=(.*)$/s;
const NAME_ALONE = /^--?kube-apiserver-arg$/;
const DISABLED = /^--?disable-apiserver(?:=(.*))?$/s;

/** Flags that take no value from the next word. https://github.com/k3s-io/k3s/tree/master/pkg/cli/cmds */
const SWITCHES = new RegExp(
  `^--?(?:${[
    'alsologtostderr',
    'cluster-(?:init|reset)',
    'debug',
    'disable-.+',
    'docker',
    'embedded-registry',
    'enable-.+',
    'etcd-(?:disable-snapshots|expose-metrics|s3|s3-insecure|s3-skip-ssl-verify|snapshot-compress)',
    'flannel-(?:external-ip|ipv6-masq)',
    'no-flannel',
    'prefer-bundled-bin',
    'protect-kernel-defaults',
    'rootless',
    'secrets-encryption',
    'selinux',
    'tls-san-security',
    'with-node-id',
  ].join('|')})$`,
);
const READ_HERE = /^--?(?:kube-apiserver-arg|disable-apiserver|config|c)(?:=|$)/;

export const K3S_PRODUCTS = ['k3s', 'rke2'] as const;
export type K3sProduct = (typeof K3S_PRODUCTS)[number];

/** The command line of a `k3s server` or `rke2 server`. */
export interface K3sServer {
  readonly product: K3sProduct;
  readonly program: WrittenArgument;
  /** The configuration file that `--config` names. */
  readonly config: string | undefined;
  /** The values of `--kube-apiserver-arg`. */
  readonly values: readonly WrittenArgument[];
  /** What `--disable-apiserver` says; undefined without it. */
  readonly isApiServerDisabled: boolean | undefined;
}

/** Undefined for every other command. */
export function readK3sServer([program, ...args]: readonly WrittenArgument[]): K3sServer | undefined {
  const product = K3S_PRODUCTS.find((name) => name === basename(program?.text ?? ''));
  if (program === undefined || product === undefined) return undefined;
  const subcommand = args.find(({ text, isUnknown }) => isUnknown || SUBCOMMANDS.includes(text));
  if (subcommand?.text !== 'server' && !subcommand?.isUnknown) return undefined;
  const isKnown = isClear(args.filter((argument) => argument !== subcommand));
  const values = args.flatMap((argument, index) => apiServerValue(argument, args[index - 1]));
  return {
    product,
    program,
    config: configOf(args),
    isApiServerDisabled: isKnown ? disablesApiServer(args) : false,
    values: isKnown ? values : [...values, { ...programAt(program), text: '', isUnknown: true }],
  };
}

/** Whether each word can only be a flag or the value of the one before it. After any other word there are no flags. */
function isClear(args: readonly WrittenArgument[]): boolean {
  let flag = '';
  return args.every(({ text, isUnknown }) => {
    const before = flag;
    flag = '';
    if (isUnknown) return true;
    const isFlag = text.startsWith('-');
    if (before !== '') return !isFlag || (NAME_ALONE.test(before) && !READ_HERE.test(text));
    if (!text.includes('=') && !SWITCHES.test(text)) flag = text;
    return isFlag && text !== '-' && text !== '--';
  });
}

/** What `k3s server` passes to the API server inside it; undefined for every other command. */
export function apiServerInK3s(command: readonly WrittenArgument[]): WrittenArgument[] | undefined {
  const server = readK3sServer(command);
  if (server === undefined || server.isApiServerDisabled) return undefined;
  const { program, config = defaultConfigOf(server.product), values } = server;
  // The configuration file is read before the command line, which wins. It may contain any flag.
  return [
    programAt(program),
    { ...programAt(program), text: config, isUnknown: true },
    ...toApiServerFlags(values),
  ];
}

function disablesApiServer(args: readonly WrittenArgument[]): boolean | undefined {
  // An unknown argument may say otherwise.
  if (args.some(({ isUnknown }) => isUnknown)) return false;
  const given = args.findLast(({ text }) => DISABLED.test(text));
  if (given === undefined) return undefined;
  return parseBool(DISABLED.exec(given.text)?.[1] ?? 'true') ?? false;
}

export function defaultConfigOf(product: K3sProduct): string {
  return `/etc/rancher/${product}/config.yaml`;
}

function configOf(args: readonly WrittenArgument[]): string | undefined {
  const position = args.findIndex(({ text }) => /^(?:--config|-c)(?:=|$)/.test(text));
  const option = args[position]?.text;
  return option?.includes('=') ? option.replace(/^[^=]*=/, '') : option && args[position + 1]?.text;
}

function apiServerValue(argument: WrittenArgument, previous: WrittenArgument | undefined): WrittenArgument[] {
  if (argument.isUnknown) return [argument];
  const name = previous && NAME_ALONE.test(previous.text) ? previous : undefined;
  const value = name ? argument.text : FLAG.exec(argument.text)?.[1];
  if (value === undefined) return [];
  // An unknown variable at the start may be any flag.
  if (value.startsWith('${')) return [{ ...argument, isUnknown: true }];
  return [{ ...argument, text: value, ...(name && { optionStart: name.start }) }];
}

/**
 * What k3s and RKE2 make of the values of `kube-apiserver-arg`: `kubelet-https=false` as `--kubelet-https=false`. Two
 * leading dashes are dropped, and a name alone is true. The last `+` or `-` after the name says where a value goes: with
 * `-` before the flags so far. See GetArgs in https://github.com/k3s-io/k3s/blob/master/pkg/util/args.go
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
