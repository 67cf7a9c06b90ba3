import type { ReadDocument, WrittenArgument } from '../file-format.ts';
import { isString } from '../yaml/go-difference.ts';
import { at, entriesOf, isMapping, stringAt, type YamlEntry, type YamlValue } from '../yaml/yaml.ts';
import { apiServerWith, argumentsOfList, flagAt, flagsOfMap, objectName } from './flag-arguments.ts';

const FLAGS_KEY = 'kube_kubeadm_apiserver_extra_args';

/** Whole flags, in Kubespray up to 2.8 and only where kubeadm does not start the API server. */
const OLD_FLAGS_KEY = 'apiserver_custom_flags';
const OTHER_FLAG = /^--(?!kubelet[-_]https)[\w-]+=[^{]*$/;

/** The bools of YAML 1.1, as which Ansible reads its variables, and numbers that are written as they are read. */
const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const DECIMAL = /^(?:0|[1-9]\d*)$/;

/**
 * Variables of Kubespray: `kube_kubeadm_apiserver_extra_args`, a map that its templates write into the ClusterConfiguration
 * of kubeadm, with bools as Python has them: `True`. See
 * https://github.com/kubernetes-sigs/kubespray/tree/master/roles/kubernetes/control-plane/templates
 */
export const readKubespray: ReadDocument = (document) => {
  const map = at(document, FLAGS_KEY);
  if (map === undefined) return undefined;
  const old = argumentsOfList(at(document, OLD_FLAGS_KEY))
    .filter(({ text }) => !OTHER_FLAG.test(text))
    .map((argument): WrittenArgument => ({ ...argument, isUnknown: true }));
  return [
    apiServerWith({
      object: objectName(document, 'Kubespray'),
      root: document,
      path: [FLAGS_KEY],
      flags: [...flagsIn(map), ...old],
      version: stringAt(document, 'kube_version'),
    }),
  ];
};

/** Each flag once: Python would write a list as one value. */
function flagsIn(map: YamlValue): WrittenArgument[] {
  if (!isMapping(map)) return flagsOfMap(map);
  const last = new Map(entriesOf(map).map((entry) => [entry.key.text, entry]));
  return [...last.values()].map(flagIn);
}

function flagIn({ key, value }: YamlEntry): WrittenArgument {
  const flag = flagAt(key, value);
  if (value?.kind !== 'scalar' || value.type !== 'PLAIN') return flag;
  const text = stringAt(value) ?? '';
  if (TRUE.test(text)) return { ...flag, text: `--${key.text}=True` };
  if (FALSE.test(text)) return { ...flag, text: `--${key.text}=False` };
  return isString(value) || DECIMAL.test(text) ? flag : { ...flag, isUnknown: true };
}
