import { NeedsManualEdit } from '../../model/problem.ts';
import { type Item, type ItemPath, tokensOf, type WrittenToken } from './yaml-collections.ts';

/** Throws NeedsManualEdit where an alias that stays uses what is removed or changed: it would change there as well. */
export function rejectAliased(
  removed: readonly ItemPath[],
  changed: readonly ItemPath[],
  text: string,
): void {
  const paths = [...removed, ...changed];
  const gone = new Set(removed.flatMap(({ item }) => tokensOf(item)));
  const around = new Set([...itemsAround(paths)].flatMap(({ anchors }) => anchors));
  for (const document of new Set(paths.map(({ item }) => item.document))) {
    const left = document.filter((token) => isAlias(token) && !gone.has(token));
    const anchors = document.filter((token) => isAnchor(token) && (gone.has(token) || around.has(token)));
    const names = new Set(anchors.map(aliasName));
    const sharing = left.filter((token) => names.has(aliasName(token)));
    if (sharing.length > 0) throw new NeedsManualEdit(reasonFor(sharing, text));
  }
}

function reasonFor(aliases: readonly WrittenToken[], text: string): string {
  const lines = new Set(aliases.map(({ offset }) => text.slice(0, offset).split('\n').length));
  return `an alias uses the same text, which has to change there as well (line ${[...lines].join(', ')})`;
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
