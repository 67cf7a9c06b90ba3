import type { ReadDocument, WrittenArgument } from './file-format.ts';
import { argumentsOfList, readingOfFlags } from './flag-arguments.ts';
import { readImage } from './image.ts';
import { at, entriesOf, stringAt, textOf, type YamlEntry, type YamlValue } from './yaml.ts';

const FLAGS_KEY = 'kube-apiserver-arg';
const CONFIG_PATH = /(?:^|\/)rancher\/(k3s|rke2)\/config\.yaml(?:\.d\/[^/]+\.ya?ml)?$/i;
const RANCHER_PATH = /(?:^|\/)etc\/rancher\/(k3s|rke2)\//;

/** Keys that only a server has; an agent's configuration has none of them. */
const SERVER_KEYS = new RegExp(
  `^(?:${[
    'cluster-(?:init|cidr|dns|domain|reset)',
    'cni',
    'datastore-.*',
    'disable',
    'disable-(?:apiserver|cloud-controller|controller-manager|etcd|helm-controller|kube-proxy|network-policy|scheduler)',
    'etcd-.*',
    'flannel-(?:backend|external-ip|ipv6-masq)',
    'kube-(?:apiserver|controller-manager|scheduler)-.*',
    'secrets-encryption',
    'service-(?:cidr|node-port-range)',
    'tls-san',
    'write-kubeconfig(?:-.*)?',
  ].join('|')})\\+?$`,
);

/** The config.yaml of k3s and RKE2: `kube-apiserver-arg`, and `kube-apiserver-arg+` that adds to it. */
export const readK3sConfig: ReadDocument = (document, { path }) => {
  const entries = entriesOf(document);
  if (entries.length === 0 || at(document, 'apiVersion') || at(document, 'kind')) return undefined;
  const isServer = entries.some(({ key }) => SERVER_KEYS.test(key.text));
  const listings = entries.filter(({ key }) => key.text === FLAGS_KEY || key.text === `${FLAGS_KEY}+`);
  const product = CONFIG_PATH.exec(path)?.[1] ?? (isServer ? RANCHER_PATH.exec(path)?.[1] : undefined);
  if (listings.length === 0 && product === undefined) return undefined;
  if (stringAt(document, 'disable-apiserver') === 'true') return [];
  if (!isServer && at(document, 'server') !== undefined) return [];
  return [
    readingOfFlags({
      object:
        product === undefined ? FLAGS_KEY : product.toLowerCase() === 'k3s' ? 'k3s config' : 'RKE2 config',
      root: document,
      path: [listings.at(-1)?.key.text ?? FLAGS_KEY],
      flags: effective(listings).flatMap(({ value }) => argumentsOf(value).map(toFlag)),
      version: readImage(stringAt(document, 'kube-apiserver-image') ?? '').tag,
    }),
  ];
};

/** A key without `+` replaces what is written before it. */
function effective(listings: readonly YamlEntry[]): readonly YamlEntry[] {
  const last = listings.findLastIndex(({ key }) => !key.text.endsWith('+'));
  return listings.slice(Math.max(last, 0));
}

function argumentsOf(value: YamlValue | undefined): WrittenArgument[] {
  const text = textOf(value);
  return text === undefined || text.text === '' ? argumentsOfList(value) : [text];
}

/**
 * `kubelet-https=false` as `--kubelet-https=false`: leading dashes may be there, a bare name is true, and a
 * trailing `+` or `-` of the name says where the value goes among the defaults.
 * See GetArgs in https://github.com/k3s-io/k3s/blob/master/pkg/daemons/config/types.go
 */
function toFlag(item: WrittenArgument): WrittenArgument {
  if (item.isOpaque) return item;
  const [, name = '', value = 'true'] = /^-*([^=]*?)[-+]*(?:=(.*))?$/s.exec(item.text) ?? [];
  return { ...item, text: `--${name}=${value}` };
}
