import { programAt, type WrittenArgument, type WrittenInvocation } from '../file-format.ts';
import {
  at,
  entriesOf,
  isList,
  isMapping,
  isNull,
  itemsOf,
  stringAt,
  textOf,
  type YamlEntry,
  type YamlText,
  type YamlValue,
} from '../yaml/yaml.ts';

export interface FlagList {
  readonly object: string | null;
  readonly root: YamlValue;
  /** The keys from the root to what holds the flags. */
  readonly path: readonly string[];
  readonly flags: readonly WrittenArgument[];
  readonly version?: string | undefined;
}

/** An API server in a format that lists only its flags. It starts at the last key of the path that the file has. */
export function apiServerWith({ object, root, path, flags, version }: FlagList): WrittenInvocation {
  const place = lastKeyOf(root, path);
  return {
    object,
    container: null,
    start: place.start,
    arguments: [programAt(place), ...flags],
    ...(version !== undefined && { version }),
  };
}

function lastKeyOf(root: YamlValue, path: readonly string[]): { start: number; end: number } {
  let place = { start: root.start, end: root.start };
  let current: YamlValue | undefined = root;
  for (const key of path) {
    const entry: YamlEntry | undefined = entriesOf(current).findLast(
      (candidate) => candidate.key.text === key,
    );
    if (entry === undefined) break;
    place = entry.key;
    current = entry.value;
  }
  return place;
}

/** `Cluster kube-system/name`, or as much of it as there is. Reports identify the object by it. */
export function objectName(document: YamlValue, kind: string, unnamed?: string): string {
  const metadata = at(document, 'metadata');
  const name = stringAt(metadata, 'name') ?? unnamed;
  const parts = [stringAt(metadata, 'namespace'), name].filter((part) => part !== undefined);
  return `${kind} ${parts.join('/')}`.trim();
}

/**
 * `kubelet-https: "false"` as `--kubelet-https=false`, for each value of a map from flag to one value or a list.
 * Anything but a map is unknown.
 */
export function flagsOfMap(map: YamlValue | undefined): WrittenArgument[] {
  return flagsOf(map, ({ key, value }) => [flagAt(key, value)]);
}

/** The same for a map from flag to lists alone, in which null is for Go an empty list. */
export function flagsOfLists(map: YamlValue | undefined): WrittenArgument[] {
  return flagsOf(map, ({ key, value }) => (isNull(value) ? [] : [flagAt(key, value)]));
}

function flagsOf(
  map: YamlValue | undefined,
  flagsOfOne: (entry: YamlEntry) => WrittenArgument[],
): WrittenArgument[] {
  if (map !== undefined && !isMapping(map)) return textOf(map)?.text === '' ? [] : [unknownAt(map)];
  const last = new Map(entriesOf(map).map((entry) => [entry.key.text, entry]));
  return [...last.values()].flatMap((entry) =>
    isList(entry.value) ? itemsOf(entry.value).map((item) => flagIn(entry.key, item)) : flagsOfOne(entry),
  );
}

/** A flag whose value is written after its name; unknown if that is not text. */
export function flagAt(key: YamlText, value: YamlValue | undefined): WrittenArgument {
  const text = value === undefined ? { ...key, text: '' } : textOf(value);
  return text === undefined ? { ...key, text: `--${key.text}=`, isUnknown: true } : flagOf(key, text);
}

/** A flag whose value is an item of a list. */
function flagIn(key: YamlText, item: YamlValue): WrittenArgument {
  const text = textOf(item);
  return text === undefined
    ? { ...flagAt(key, item), start: item.start, end: item.start }
    : { ...text, text: `--${key.text}=${text.text}` };
}

export function flagOf(name: YamlText, value: YamlText): WrittenArgument {
  return { text: `--${name.text}=${value.text}`, start: name.start, end: Math.max(name.end, value.end) };
}

/** `name: kubelet-https` and `value: "false"` as `--kubelet-https=false`, for each item of a list. */
export function flagsOfNamedList(list: YamlValue | undefined): WrittenArgument[] {
  return itemsOf(list).flatMap((item) => {
    const name = textOf(at(item, 'name'));
    return name === undefined
      ? [unknownAt(item)]
      : [{ ...flagAt(name, at(item, 'value')), start: item.start }];
  });
}

/** The items of a list of whole arguments; unknown if it is not a list or an item is not text. */
export function argumentsOfList(list: YamlValue | undefined): WrittenArgument[] {
  if (list !== undefined && !isList(list)) return textOf(list)?.text === '' ? [] : [unknownAt(list)];
  return itemsOf(list).map((item) => textOf(item) ?? unknownAt(item));
}

/** A value of another type than arguments have, which may be any of them; of text, its first word. */
export function unknownAt(value: YamlValue): WrittenArgument {
  return {
    text: textOf(value)?.text.split(/\s/, 1).join() ?? '',
    start: value.start,
    end: value.start,
    isUnknown: true,
  };
}
