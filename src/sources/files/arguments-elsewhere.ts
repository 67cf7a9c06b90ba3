import { isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import type { YamlValue } from './yaml/yaml.ts';

/** A flag that only an API server has, with a value. */
const OWN_FLAG = /(?:^|\s)--(?:etcd-servers|kubelet-https)=/;

/**
 * Where an object of a kind that is not read has the arguments of an API server: a list of flags, or a command in a line.
 * A single flag is none: those that check or explain flags have these, too.
 */
export function argumentsElsewhere({ node, document }: YamlValue): Node | undefined {
  let found: Node | undefined;
  const within = isMap(node) || isSeq(node) ? node : document;
  visit(within as Node, {
    Seq: (_, list) => {
      const flags = list.items.filter((item) => isScalar(item) && /^--\w/.test(String(item.value)));
      const isOwn = flags.some((item) => isScalar(item) && OWN_FLAG.test(String(item.value)));
      if (flags.length < 2 || !isOwn) return undefined;
      found = list;
      return visit.BREAK;
    },
    Scalar: (_, { value }, path) => {
      if (typeof value !== 'string' || value.trim().includes('\n')) return undefined;
      if (!value.includes('apiserver') || !OWN_FLAG.test(value)) return undefined;
      found = path.findLast((one): one is Node => isSeq(one) || isMap(one));
      return visit.BREAK;
    },
  });
  return found;
}
