import type { Mount } from '../../../model/invocation.ts';
import type { ReadDocument, Reading, WrittenArgument } from '../file-format.ts';
import { argumentsOfList } from './flag-arguments.ts';
import { readImage } from './image.ts';
import { expandVariables, readVariables } from './variables.ts';
import { at, itemsOf, startOf, stringAt, textOf, type YamlValue } from '../yaml/yaml.ts';

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

/** Kubernetes workloads: `command` and `args` of every container and init container. */
export const readWorkload: ReadDocument = (document) => {
  const kind = stringAt(document, 'kind') ?? '';
  if (stringAt(document, 'apiVersion') === undefined) return undefined;
  const path = Object.hasOwn(POD_SPECS, kind) ? POD_SPECS[kind] : undefined;
  if (path === undefined) return undefined;
  const spec = at(document, ...path);
  const containers = ['initContainers', 'containers'].flatMap((key) => itemsOf(at(spec, key)));
  const hostPaths = readHostPaths(spec);
  return containers.map((container) => ({
    ...readContainer(container, nameOf(document, kind)),
    details: {
      podUid: stringAt(document, 'metadata', 'uid'),
      mounts: readMounts(container, hostPaths),
    },
  }));
};

function nameOf(document: YamlValue, kind: string): string {
  const name = stringAt(document, 'metadata', 'name') ?? stringAt(document, 'metadata', 'generateName');
  const namespace = stringAt(document, 'metadata', 'namespace');
  return [kind, [namespace, name].filter((part) => part !== undefined).join('/')].join(' ').trim();
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

function readContainer(container: YamlValue, object: string): Reading {
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
  const { name, tag } = readImage(image?.text ?? '');
  const place = image ?? { start: startOf(container), end: startOf(container) + 1 };
  const isHidden = (command[0] ?? args[0])?.isUnknown && /^(?:kube-apiserver|hyperkube)$/.test(name);
  const entrypoint: WrittenArgument[] = isHidden
    ? [{ text: 'kube-apiserver', start: place.start, end: place.end }]
    : command.length === 0
      ? entrypointOf(name, args, place)
      : [];
  return {
    object,
    container: stringAt(container, 'name') ?? null,
    start: startOf(container),
    arguments: [...entrypoint, ...command, ...args],
    variables: variables.values,
    ...(tag !== undefined && /apiserver|hyperkube/.test(name) && { version: tag }),
  };
}

/** What an image runs without a command, known for those of Kubernetes; others bring their program in `args`. */
function entrypointOf(
  image: string,
  args: readonly WrittenArgument[],
  { start, end }: { start: number; end: number },
): WrittenArgument[] {
  const isProgramGiven = args[0] !== undefined && !args[0].text.startsWith('-');
  if (image === 'kube-apiserver' && !isProgramGiven) return [{ text: 'kube-apiserver', start, end }];
  if (image === 'hyperkube' && isProgramGiven && !args[0]?.text.includes('/')) {
    return [{ text: 'hyperkube', start, end }];
  }
  return [];
}
