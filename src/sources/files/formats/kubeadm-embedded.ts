import { readImage } from '../containers/image-reference.ts';
import { ExpansionRoom } from '../expansion-room.ts';
import { programAt, type ReadDocument, type WrittenInvocation } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import { readEmbedded } from '../yaml/embedded.ts';
import { at, itemsOf, stringAt, textOf, type YamlValue } from '../yaml/yaml.ts';
import { apiServerWith, objectName, unknownAt } from './flag-arguments.ts';
import { readClusterConfiguration, readKubeadmKind } from './kubeadm.ts';

/** Where objects of Cluster API have a ClusterConfiguration. */
const CLUSTER_API: Readonly<Record<string, readonly string[]>> = {
  KubeadmControlPlane: ['spec', 'kubeadmConfigSpec', 'clusterConfiguration'],
  KubeadmControlPlaneTemplate: ['spec', 'template', 'spec', 'kubeadmConfigSpec', 'clusterConfiguration'],
  KubeadmConfig: ['spec', 'clusterConfiguration'],
  KubeadmConfigTemplate: ['spec', 'template', 'spec', 'clusterConfiguration'],
};

/** kubeadm's configuration in its ConfigMap, in a cluster of kind, or in an object of Cluster API. */
export const readKubeadmEmbedded: ReadDocument = (document, file) => {
  const apiVersion = stringAt(document, 'apiVersion') ?? '';
  const kind = stringAt(document, 'kind') ?? '';
  if (kind === 'ConfigMap') return readConfigMap(document, file);
  if (kind === 'Cluster' && /^kind\.(x-k8s|sigs\.k8s)\.io\//.test(apiVersion)) {
    return readKindCluster(document, file);
  }
  const path = Object.hasOwn(CLUSTER_API, kind) ? CLUSTER_API[kind] : undefined;
  if (path === undefined || !apiVersion.includes('.cluster.x-k8s.io/')) return undefined;
  return readClusterApi(document, kind, path);
};

function readConfigMap(document: YamlValue, file: SourceFile): WrittenInvocation[] | undefined {
  const data = at(document, 'data');
  const value = at(data, 'ClusterConfiguration') ?? at(data, 'MasterConfiguration');
  if (value === undefined && stringAt(document, 'metadata', 'name') !== 'kubeadm-config') return undefined;
  const object = objectName(document, 'ConfigMap');
  return readEmbedded(value, file, readKubeadmKind).map((invocation) => ({ ...invocation, object }));
}

/**
 * kind merges the patches for the cluster, then those for a node: one API server, or one for each control-plane node if
 * a node has patches of its own.
 */
function readKindCluster(document: YamlValue, file: SourceFile): WrittenInvocation[] {
  const nodes = itemsOf(at(document, 'nodes')).filter((node) => stringAt(node, 'role') !== 'worker');
  const ofCluster = patchesOf(document, file);
  const ofNodes = nodes.map((node) => patchesOf(node, file));
  const image = readImage(stringAt(nodes[0], 'image') ?? '').tag;
  const isOneForAll = ofNodes.every((patches) => patches.length === 0);
  const room = new ExpansionRoom([file.text]);
  const length = ofCluster
    .flatMap(({ arguments: args }) => args)
    .reduce((sum, { text }) => sum + text.length + 1, 0);
  return (isOneForAll ? [[]] : ofNodes).map((patches) =>
    room.take(length)
      ? readKindNode(document, [...ofCluster, ...patches], image)
      : readKindNode(document, [unknownPatch(document), ...patches], image),
  );
}

function readKindNode(
  document: YamlValue,
  patches: readonly WrittenInvocation[],
  image: string | undefined,
): WrittenInvocation {
  const name = stringAt(document, 'name');
  const unpatched = apiServerWith({
    object: name === undefined ? 'Cluster' : `Cluster ${name}`,
    root: document,
    path: ['kubeadmConfigPatches'],
    flags: [],
    version: patches.findLast((patch) => patch.version !== undefined)?.version ?? image,
  });
  const [first] = patches;
  if (first === undefined) return unpatched;
  const flags = patches.flatMap((patch) => patch.arguments.slice(1));
  return { ...unpatched, start: first.start, arguments: [...first.arguments.slice(0, 1), ...flags] };
}

/** A JSON 6902 patch of the flags, or of the whole `apiServer`. */
const SETS_FLAGS = /extraArgs|["'\s]\/apiServer["'\s]/;

/** JSON 6902 patches are not applied; one for the API server may set any flag. */
function patchesOf(holder: YamlValue, file: SourceFile): WrittenInvocation[] {
  const merged = itemsOf(at(holder, 'kubeadmConfigPatches')).flatMap((patch) =>
    readEmbedded(patch, file, readKubeadmKind),
  );
  const others = itemsOf(at(holder, 'kubeadmConfigPatchesJSON6902')).flatMap((item): WrittenInvocation[] => {
    const patch = at(item, 'patch');
    if (patch === undefined || !SETS_FLAGS.test(textOf(patch)?.text ?? '')) return [];
    return [unknownPatch(patch)];
  });
  return [...merged, ...others];
}

function unknownPatch(value: YamlValue): WrittenInvocation {
  const unknown = unknownAt(value);
  return { object: null, container: null, start: unknown.start, arguments: [programAt(unknown), unknown] };
}

/** A control plane always has an API server; a KubeadmConfig only with a ClusterConfiguration. */
function readClusterApi(document: YamlValue, kind: string, path: readonly string[]): WrittenInvocation[] {
  const isControlPlane = path.includes('kubeadmConfigSpec');
  if (!isControlPlane && at(document, ...path) === undefined) return [];
  const invocation = readClusterConfiguration(document, objectName(document, kind), path);
  const version = isControlPlane ? stringAt(document, ...path.slice(0, -2), 'version') : undefined;
  return [version === undefined ? invocation : { ...invocation, version }];
}
