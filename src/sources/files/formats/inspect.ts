import { inImage } from '../containers/image.ts';
import type { ReadDocument, WrittenInvocation } from '../file-format.ts';
import { at, isList, itemsOf, stringAt, textOf, type YamlValue } from '../yaml/yaml.ts';
import { argumentsOfList } from './flag-arguments.ts';

/**
 * What shows a container, one or a list of them: `docker inspect`, `podman inspect`, `crictl inspect`, `ctr container
 * info`, and the `config.json` of a bundle of OCI.
 */
export const readInspect: ReadDocument = (document) => {
  const containers = isList(document) ? itemsOf(document) : [document];
  const read = containers.map((container) => readDocker(container) ?? readProcess(container));
  return containers.length > 0 && read.every((one) => one !== undefined) ? read : undefined;
};

/** `Path` and `Args` are what runs. https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Container */
function readDocker(container: YamlValue): WrittenInvocation | undefined {
  const path = textOf(at(container, 'Path'));
  const args = at(container, 'Args');
  if (path === undefined || !isList(args) || at(container, 'Config') === undefined) return undefined;
  return {
    ...shown(container, stringAt(container, 'Name')),
    ...inImage(imageOf(at(container, 'Config', 'Image'), container), [path], argumentsOfList(args)),
    variables: variablesOf(at(container, 'Config', 'Env')),
  };
}

/** Where `process` of the OCI runtime specification is, and the image. */
const PROCESSES = [
  { of: ['process'], image: ['annotations', 'io.kubernetes.cri.image-name'], marker: ['ociVersion'] },
  { of: ['info', 'runtimeSpec', 'process'], image: ['status', 'image', 'image'], marker: ['status'] },
  { of: ['Spec', 'process'], image: ['Image'], marker: ['ID'] },
];

/**
 * `process.args`, alone or as crictl and ctr show it.
 * https://github.com/opencontainers/runtime-spec/blob/main/config.md#process
 */
function readProcess(container: YamlValue): WrittenInvocation | undefined {
  const place = PROCESSES.find(
    ({ of, marker }) => isList(at(container, ...of, 'args')) && at(container, ...marker),
  );
  if (place === undefined) return undefined;
  const [program, ...args] = argumentsOfList(at(container, ...place.of, 'args'));
  const name = stringAt(container, 'status', 'metadata', 'name') ?? stringAt(container, 'ID');
  return {
    ...shown(container, name),
    ...inImage(imageOf(at(container, ...place.image), container), program ? [program] : [], args),
    variables: variablesOf(at(container, ...place.of, 'env')),
  };
}

function shown(
  container: YamlValue,
  name: string | undefined,
): Pick<WrittenInvocation, 'object' | 'container' | 'start' | 'editInstead'> {
  return {
    object: null,
    container: name?.replace(/^\//, '') ?? null,
    start: container.start,
    editInstead: 'what starts the container',
  };
}

function imageOf(image: YamlValue | undefined, container: YamlValue) {
  return textOf(image) ?? { text: '', start: container.start, end: container.start + 1 };
}

/** The whole environment, `NAME=value` each. */
function variablesOf(list: YamlValue | undefined): ReadonlyMap<string, string> {
  return new Map(
    itemsOf(list).map((item) => {
      const [name = '', ...value] = (textOf(item)?.text ?? '').split('=');
      return [name, value.join('=')] as const;
    }),
  );
}
