import { readImage } from '../containers/image-reference.ts';
import type { ReadDocument } from '../file-format.ts';
import { at, entriesOf, stringAt } from '../yaml/yaml.ts';
import { apiServerWith, flagAt, objectName } from './flag-arguments.ts';

const PATH = ['spec', 'kubeAPIServer'];

/**
 * kops's Cluster. Its KubeAPIServerConfig has a field for each flag it supports and never had one for `--kubelet-https`,
 * so only a field that someone added by hand can be found. See
 * https://github.com/kubernetes/kops/blob/master/pkg/apis/kops/componentconfig.go
 */
export const readKops: ReadDocument = (document) => {
  const apiVersion = stringAt(document, 'apiVersion') ?? '';
  if (!/^kops(?:\.k8s\.io)?\//.test(apiVersion)) return undefined;
  const kind = stringAt(document, 'kind') ?? '';
  if (kind !== 'Cluster') return [];
  const fields = entriesOf(at(document, ...PATH)).filter(({ key }) => /^kubelet-?https$/i.test(key.text));
  const flags = fields.map(({ key, value }) => flagAt({ ...key, text: 'kubelet-https' }, value));
  const tag = readImage(stringAt(document, ...PATH, 'image') ?? '').tag;
  const version = tag ?? stringAt(document, 'spec', 'kubernetesVersion')?.split('/').at(-1);
  return [apiServerWith({ object: objectName(document, kind), root: document, path: PATH, flags, version })];
};
