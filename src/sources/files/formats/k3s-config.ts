import { parseBool } from '../../../model/argument.ts';
import { readImage } from '../containers/image-reference.ts';
import type { ReadDocument, WrittenArgument } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import { at, entriesOf, mergeKeyOf, stringAt, textOf, type YamlEntry, type YamlValue } from '../yaml/yaml.ts';
import { apiServerWith, argumentsOfList } from './flag-arguments.ts';
import { toApiServerFlags } from './k3s-command.ts';

const FLAGS_KEY = 'kube-apiserver-arg';
/** Keys that k3s takes for the flag; what follows an equals sign in the key is part of the value. */
const FLAGS_KEYS = /^kube-apiserver-arg(?![\w-])/;
/** The files of both that configure a server. */
export const K3S_CONFIG_PATH = /(?:^|\/)rancher\/(k3s|rke2)\/config\.yaml(?:\.d\/[^/]+\.ya?ml)?$/i;
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
export const readK3sConfig: ReadDocument = (document, file) => {
  const { path } = file;
  const entries = entriesOf(document);
  if (entries.length === 0 || at(document, 'apiVersion') || at(document, 'kind')) return undefined;
  const isServer = entries.some(({ key }) => SERVER_KEYS.test(key.text));
  const listings = k3sListings(document, file);
  const product = K3S_CONFIG_PATH.exec(path)?.[1] ?? (isServer ? RANCHER_PATH.exec(path)?.[1] : undefined);
  if (!listings.some(({ entry }) => FLAGS_KEYS.test(entry.key.text)) && product === undefined)
    return undefined;
  if (disablesApiServer(document)) return [];
  if (!isServer && !mergeKeyOf(document) && at(document, 'server') !== undefined) return [];
  return [
    apiServerWith({
      object:
        product === undefined ? FLAGS_KEY : product.toLowerCase() === 'k3s' ? 'k3s config' : 'RKE2 config',
      root: document,
      path: [listings.at(-1)?.entry.key.text ?? FLAGS_KEY],
      flags: toApiServerFlags(k3sValues(listings)),
      version: readImage(stringAt(document, 'kube-apiserver-image') ?? '').tag,
    }),
  ];
};

/** What a configuration says about `disable-apiserver`; undefined if nothing. With a merge key it is never certain. */
export function disablesApiServer(document: YamlValue): boolean | undefined {
  const text = stringAt(document, 'disable-apiserver');
  if (mergeKeyOf(document)) return false;
  return text === undefined ? undefined : (parseBool(text) ?? false);
}

/** One use of the key for the API server's arguments. */
export interface K3sListing {
  readonly entry: YamlEntry;
  readonly file: SourceFile;
}

/** k3s reads a map in the order of the text, where merged keys have no place. */
export function k3sListings(document: YamlValue, file: SourceFile): K3sListing[] {
  const merge = mergeKeyOf(document);
  return [...entriesOf(document), ...(merge ? [{ key: merge, value: undefined }] : [])]
    .filter(({ key }) => FLAGS_KEYS.test(key.text) || key === merge)
    .map((entry) => ({ entry, file }));
}

/** The values in effect, `name=value` each: a key without `+` replaces those before it, also of earlier files. */
export function k3sValues(listings: readonly K3sListing[]): WrittenArgument[] {
  const last = listings.findLastIndex(({ entry }) => entry.key.text === FLAGS_KEY);
  return listings.flatMap(({ entry: { key, value }, file }, index) => {
    if (key.text !== FLAGS_KEY && key.text !== `${FLAGS_KEY}+`)
      return [{ ...key, text: '', file, isUnknown: true }];
    return index < last ? [] : k3sValuesOf(value).map((one) => ({ ...one, file }));
  });
}

/** One value, or each of a list. */
export function k3sValuesOf(value: YamlValue | undefined): WrittenArgument[] {
  const text = textOf(value);
  return text === undefined || text.text === '' ? argumentsOfList(value) : [text];
}
