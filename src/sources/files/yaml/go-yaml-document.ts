import { type Document, isScalar, type Node, visit } from 'yaml';
import { differenceAt, type GoDifference } from './go-difference.ts';
import { findInAliases } from './go-yaml-aliases.ts';
import { findInKeys } from './go-yaml-keys.ts';

const CORE = 'tag:yaml.org,2002:';

/** The first thing in a document that the versions of go-yaml read in different ways, or refuse. */
export function findInDocument(document: Document): GoDifference | undefined {
  // Only after the aliases no map contains itself.
  return findTag(document) ?? findInAliases(document) ?? findInKeys(document);
}

function findTag(document: Document): GoDifference | undefined {
  let found: GoDifference | undefined;
  visit(document, {
    Node: (_, node) => {
      if (isReadAlike(node)) return undefined;
      found = differenceAt(node, 'Kubernetes may not read this tag');
      return visit.BREAK;
    },
  });
  return found;
}

function isReadAlike(node: Node): boolean {
  const tag = 'tag' in node ? node.tag : undefined;
  if (tag === undefined) return true;
  if (isScalar(node) && node.value === '<<') return false;
  const isText = isScalar(node) && tag === `${CORE}str` && node.value !== '';
  return isText || (!tag.startsWith(CORE) && tag !== '!');
}
