import { ExpansionRoom } from '../expansion-room.ts';
import { at, itemsOf, stringAt, type YamlValue } from '../yaml/yaml.ts';

/** What a container's `env` says of its variables. */
export interface Variables {
  readonly values: ReadonlyMap<string, string>;
  /** Declared, with a value that comes from elsewhere. */
  readonly unresolved: ReadonlySet<string>;
  /** Further variables come from a ConfigMap or Secret as a whole. */
  readonly isOpen: boolean;
  readonly room: ExpansionRoom;
}

/** IP addresses: not known here, but no bool and without blanks. */
const ADDRESS = /^status\.(?:hostIP|podIP)s?$/;

export function readVariables(container: YamlValue): Variables {
  const room = new ExpansionRoom();
  const values = new Map<string, string>();
  const unresolved = new Set<string>();
  const isOpen = itemsOf(at(container, 'envFrom')).length > 0;
  for (const item of itemsOf(at(container, 'env'))) {
    const name = stringAt(item, 'name');
    if (name === undefined) continue;
    const address = ADDRESS.exec(stringAt(item, 'valueFrom', 'fieldRef', 'fieldPath') ?? '')?.[0];
    const expanded = expandVariables(stringAt(item, 'value') ?? '', { values, unresolved, isOpen, room });
    values.delete(name);
    if (address !== undefined) values.set(name, `<${address}>`);
    else if (at(item, 'valueFrom') !== undefined || expanded.isUnknown) unresolved.add(name);
    else {
      unresolved.delete(name);
      values.set(name, expanded.text);
    }
  }
  return { values, unresolved, isOpen, room };
}

/**
 * Expands `$(NAME)` as a kubelet does: `$$` is a plain `$`, and a name that is not declared stays as it is written.
 * Opaque where a value cannot be known.
 */
export function expandVariables(
  text: string,
  { values, unresolved, isOpen, room }: Variables,
): { text: string; isUnknown?: true } {
  const opaque: string[] = [];
  room.write(text.length);
  const expanded = text.replace(/\$\$|\$\(([^)]*)(\)|$)/g, (written, name?: string, end?: string) => {
    if (name === undefined) return '$';
    if (end === '') return written.replaceAll('$$', '$');
    const value = values.get(name);
    const isKnown = value === undefined ? !isOpen && !unresolved.has(name) : room.take(value.length);
    if (!isKnown) opaque.push(name);
    return isKnown ? (value ?? written) : written;
  });
  return opaque.length > 0 ? { text: expanded, isUnknown: true } : { text: expanded };
}
