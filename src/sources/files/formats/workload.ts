import type { Mount } from '../../../model/invocation.ts';
import { inImage } from '../containers/image.ts';
import { ExpansionRoom } from '../expansion-room.ts';
import type { ReadDocument, WrittenArgument, WrittenInvocation } from '../file-format.ts';
import { at, isList, itemsOf, stringAt, textOf, type YamlValue } from '../yaml/yaml.ts';
import { argumentsOfList, objectName } from './flag-arguments.ts';

/** Where each kind of workload has its pod. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
};

/** What the API shows of a static pod has this annotation; its manifest is a file of its node. */
const MIRROR = 'kubernetes.io/config.mirror';

/**
 * Kubernetes workloads: `command` and `args` of every container and init container; also containers by themselves, one or
 * a list of them.
 */
export const readWorkload: ReadDocument = (document) => {
  const kind = stringAt(document, 'kind') ?? '';
  if (stringAt(document, 'apiVersion') === undefined) return readContainersAlone(document);
  const path = Object.hasOwn(POD_SPECS, kind) ? POD_SPECS[kind] : undefined;
  if (path === undefined) return undefined;
  const spec = at(document, ...path);
  const version = labelledVersion(at(document, ...path.slice(0, -1)));
  const containers = ['initContainers', 'containers'].flatMap((key) => itemsOf(at(spec, key)));
  const hostPaths = readHostPaths(spec);
  const isMirror = at(document, 'metadata', 'annotations', MIRROR) !== undefined;
  return containers.map((container) => ({
    ...(version !== undefined && { version }),
    ...readContainer(container, objectName(document, kind, stringAt(document, 'metadata', 'generateName'))),
    ...(isMirror && { editInstead: 'the manifest of the static pod on its node' }),
    details: {
      podUid: stringAt(document, 'metadata', 'uid'),
      mounts: readMounts(container, hostPaths),
    },
  }));
};

/**
 * The version of a pod that is labelled as the API server; a tag of its image counts before it.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
function labelledVersion(pod: YamlValue | undefined): string | undefined {
  const label = (key: string) => stringAt(pod, 'metadata', 'labels', `app.kubernetes.io/${key}`);
  return label('name') === 'kube-apiserver' ? label('version') : undefined;
}

/** They have a name and an image, like nothing else with a command; those without one show nothing. */
function readContainersAlone(document: YamlValue): WrittenInvocation[] | undefined {
  const containers = isList(document) ? itemsOf(document) : [document];
  const isKnown = containers.every((each) => ['name', 'image'].every((key) => textOf(at(each, key))));
  const written = containers.filter((each) => ['command', 'args'].some((key) => isList(at(each, key))));
  return isKnown && written.length > 0 ? written.map((each) => readContainer(each, null)) : undefined;
}

/** The hostPath volumes of a pod, by name. */
function readHostPaths(spec: YamlValue | undefined): ReadonlyMap<string, string> {
  return new Map(
    itemsOf(at(spec, 'volumes')).flatMap((volume) => {
      const name = stringAt(volume, 'name');
      const path = stringAt(volume, 'hostPath', 'path');
      return name === undefined || path === undefined ? [] : [[name, path] as const];
    }),
  );
}

function readMounts(container: YamlValue, hostPaths: ReadonlyMap<string, string>): Mount[] {
  return itemsOf(at(container, 'volumeMounts')).flatMap((mount) => {
    const onHost = hostPaths.get(stringAt(mount, 'name') ?? '');
    const inContainer = stringAt(mount, 'mountPath');
    const within = stringAt(mount, 'subPath');
    if (onHost === undefined || inContainer === undefined) return [];
    return [{ inContainer, onHost: within === undefined ? onHost : `${onHost}/${within}` }];
  });
}

function readContainer(container: YamlValue, object: string | null): WrittenInvocation {
  const variables = readVariables(container);
  const lists = ['command', 'args'].map((key) =>
    argumentsOfList(at(container, key)).map(
      (written): WrittenArgument => ({
        ...written,
        ...expandVariables(written.text, variables),
      }),
    ),
  );
  const [command = [], args = []] = lists;
  const image = textOf(at(container, 'image'));
  const place = { text: '', start: container.start, end: container.start + 1 };
  return {
    object,
    container: stringAt(container, 'name') ?? null,
    start: container.start,
    ...inImage(image ?? place, command, args),
    variables: variables.values,
  };
}

export interface Variables {
  readonly values: ReadonlyMap<string, string>;
  /** Declared, with a value from elsewhere. */
  readonly unresolved: ReadonlySet<string>;
  /** Further variables come from a ConfigMap or Secret as a whole. */
  readonly isOpen: boolean;
  readonly room: ExpansionRoom;
}

/** IP addresses are unknown here, but they are not bools and have no blanks. */
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
 * Unknown if a value is.
 */
export function expandVariables(
  text: string,
  { values, unresolved, isOpen, room }: Variables,
): { text: string; isUnknown?: true } {
  const unknown: string[] = [];
  room.write(text.length);
  const expanded = text.replace(/\$\$|\$\(([^)]*)(\)|$)/g, (written, name?: string, end?: string) => {
    if (name === undefined) return '$';
    if (end === '') return written.replaceAll('$$', '$');
    const value = values.get(name);
    const isKnown = value === undefined ? !isOpen && !unresolved.has(name) : room.take(value.length);
    if (!isKnown) unknown.push(name);
    return isKnown ? (value ?? written) : written;
  });
  return unknown.length > 0 ? { text: expanded, isUnknown: true } : { text: expanded };
}
