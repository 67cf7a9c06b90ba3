import { withoutEscapes, wordsOfCommand } from '../containers/compose-text.ts';
import { inImage } from '../containers/image.ts';
import { ExpansionRoom } from '../expansion-room.ts';
import type { ReadDocument, WrittenArgument, WrittenInvocation } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import { at, entriesOf, isList, isMapping, itemsOf, stringAt, textOf, type YamlValue } from '../yaml/yaml.ts';
import { argumentsOfList, unknownAt } from './flag-arguments.ts';

/** The keys of a service in the first version, whose files have only services. */
const KEYS_OF_VERSION_1 = new Set(
  `
  build cap_add cap_drop cgroup_parent command container_name cpu_quota cpu_shares cpuset devices dns dns_search
  dockerfile domainname entrypoint env_file environment expose extends external_links extra_hosts hostname image ipc
  labels links log_driver log_opt mac_address mem_limit mem_swappiness memswap_limit net pid ports privileged read_only
  restart security_opt shm_size stdin_open stop_signal tty ulimits user volume_driver volumes volumes_from working_dir
  `
    .trim()
    .split(/\s+/),
);

/** What tells a service from other things that are called so: something in it says what it runs. */
const KEYS_OF_COMMANDS = ['command', 'entrypoint', 'extends'];

/**
 * A Compose file of any version: `entrypoint` and `command` of every service, or the entrypoint of its image.
 * https://github.com/compose-spec/compose-spec/blob/main/05-services.md
 */
export const readCompose: ReadDocument = (document, file) => {
  const services = servicesOf(document);
  if (services === undefined) return undefined;
  const room = new ExpansionRoom([file.text]);
  return [...services].map(([name, service]) => readService(name, service, { services, room, file }));
};

/** The values of a service by key. */
interface Service {
  readonly map: YamlValue;
  readonly values: ReadonlyMap<string, YamlValue | undefined>;
}

interface Context {
  readonly services: ReadonlyMap<string, Service>;
  readonly room: ExpansionRoom;
  readonly file: SourceFile;
}

/** By name; of equal keys, the last counts. */
function servicesOf(document: YamlValue): Context['services'] | undefined {
  if (at(document, 'apiVersion') !== undefined) return undefined;
  const isVersion1 = at(document, 'services') === undefined;
  const entries = entriesOf(isVersion1 ? document : at(document, 'services'));
  const services = new Map(
    entries.flatMap(({ key, value: map }) => {
      if (map === undefined || !isMapping(map)) return [];
      const values = new Map(entriesOf(map).map((entry) => [entry.key.text, entry.value]));
      return [[key.text, { map, values }] as const];
    }),
  );
  const isKnown = isVersion1
    ? services.size === entries.length && [...services.values()].every(isOfVersion1)
    : [...services.values()].some(({ values }) => KEYS_OF_COMMANDS.some((key) => values.has(key)));
  return isKnown && services.size > 0 ? services : undefined;
}

function isOfVersion1({ values }: Service): boolean {
  const isKnown = [...values.keys()].every((key) => KEYS_OF_VERSION_1.has(key));
  return isKnown && ['build', 'extends', 'image'].some((key) => values.has(key));
}

function readService(name: string, service: Service, context: Context): WrittenInvocation {
  const [entrypoint = [], command = []] = ['entrypoint', 'command'].map((key) =>
    wordsOf(lookUp(service, key, context), context.file),
  );
  const start = service.map.start;
  const image = textOf(lookUp(service, 'image', context)) ?? { text: '', start, end: start + 1 };
  return {
    object: `service ${name}`,
    container: null,
    start,
    ...inImage(image, entrypoint, command),
    variables: variablesOf(service.values.get('environment')),
  };
}

/** How often a service may extend another one. */
const MAX_SERVICES = 16;

/**
 * The value of a key, or that of the service that this one extends. The service itself if that is in another file, or if
 * one value is repeated too often.
 */
function lookUp(service: Service, key: string, { services, room }: Context): YamlValue | undefined {
  let current: Service | undefined = service;
  for (let count = 0; current && count < MAX_SERVICES; count += 1) {
    const own = current.values.get(key);
    if (own !== undefined && textOf(own)?.text !== '') {
      return current === service || room.take(own.end - own.start) ? own : service.map;
    }
    const base: YamlValue | undefined = current.values.get('extends');
    if (base === undefined) return undefined;
    const isElsewhere: boolean = at(base, 'file') !== undefined;
    if (isElsewhere) break;
    current = services.get(textOf(base)?.text ?? stringAt(base, 'service') ?? '');
  }
  return service.map;
}

/** A list of arguments, or a command in one string; unknown if it is neither. */
function wordsOf(value: YamlValue | undefined, file: SourceFile): WrittenArgument[] {
  const text = textOf(value);
  if (text) return wordsOfCommand(text, file);
  if (value && !isList(value)) return [unknownAt(value)];
  return argumentsOfList(value).map((item) => (item.isUnknown ? item : withoutEscapes(item)));
}

/** `environment` as a map or list; a variable without a value comes from elsewhere. */
function variablesOf(environment: YamlValue | undefined): ReadonlyMap<string, string> {
  const pairs = isList(environment)
    ? itemsOf(environment).flatMap((item) => textOf(item) ?? [])
    : entriesOf(environment).flatMap(({ key, value }) => {
        const text = textOf(value);
        return text && text.text !== '' ? [{ ...text, text: `${key.text}=${text.text}` }] : [{ ...key }];
      });
  const variables = new Map<string, string>();
  for (const pair of pairs) {
    const { text, isUnknown } = withoutEscapes(pair);
    const [name = '', ...value] = text.split('=');
    variables.delete(name);
    if (value.length > 0 && !isUnknown) variables.set(name, value.join('='));
  }
  return variables;
}
