import { NeedsManualEdit } from '../../model/problem.ts';
import { type Item, type ItemPath, tokensOf, type WrittenToken } from './yaml-collections.ts';

/** Throws NeedsManualEdit where an alias that stays uses what is removed or changed: it would change there as well. */
export function rejectAliased(removed: readonly ItemPath[], changed: readonly ItemPath[]): void {
  const paths = [...removed, ...changed];
  const gone = new Set(removed.flatMap(({ item }) => tokensOf(item)));
  const around = new Set([...itemsAround(paths)].flatMap(({ anchors }) => anchors));
  for (const document of new Set(paths.map(({ item }) => item.document))) {
    const used = new Set(document.filter((token) => isAlias(token) && !gone.has(token)).map(aliasName));
    const isShared = document.some(
      (token) => isAnchor(token) && (gone.has(token) || around.has(token)) && used.has(aliasName(token)),
    );
    if (isShared) throw new NeedsManualEdit('an alias uses the same text elsewhere');
  }
}

/** The items, and those that they are in. */
function itemsAround(paths: readonly ItemPath[]): Set<Item> {
  const items = new Set<Item>();
  for (const each of paths) {
    for (let path: ItemPath | undefined = each; path && !items.has(path.item); path = path.parent) {
      items.add(path.item);
    }
  }
  return items;
}

function isAlias({ type }: WrittenToken): boolean {
  return type === 'alias';
}

function isAnchor({ type }: WrittenToken): boolean {
  return type === 'anchor';
}

function aliasName({ source }: WrittenToken): string {
  return source.slice(1);
}
