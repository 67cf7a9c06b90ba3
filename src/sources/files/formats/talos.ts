import { readImage } from '../containers/image-reference.ts';
import type { ReadDocument, WrittenInvocation } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import { at, entriesOf, stringAt, type YamlValue } from '../yaml/yaml.ts';
import { apiServerWith, flagsOfMap } from './flag-arguments.ts';

/** Talos's machine configuration, whole or as a patch; from Talos 1.14 the document `KubeAPIServerConfig`. */
export const readTalos: ReadDocument = (document, file) => {
  const apiVersion = stringAt(document, 'apiVersion');
  if (apiVersion === 'v1alpha1') return readTalosDocument(document);
  if (apiVersion !== undefined || at(document, 'kind') !== undefined) return undefined;
  const apiServer = at(document, 'cluster', 'apiServer');
  const isWhole =
    stringAt(document, 'version') === 'v1alpha1' &&
    Boolean(at(document, 'machine') ?? at(document, 'cluster'));
  if (!isWhole && entriesOf(apiServer).length === 0) return undefined;
  return hasApiServer(document, apiServer, file)
    ? [readApiServer(document, 'machine config', ['cluster', 'apiServer'])]
    : [];
};

function readTalosDocument(document: YamlValue): WrittenInvocation[] {
  const kind = stringAt(document, 'kind') ?? '';
  return kind === 'KubeAPIServerConfig' ? [readApiServer(document, kind, [])] : [];
}

/** A worker has none. If another document of the file configures it, this one does not. */
function hasApiServer(document: YamlValue, apiServer: YamlValue | undefined, { text }: SourceFile): boolean {
  const type = stringAt(document, 'machine', 'type');
  if (type === 'worker' || type === 'join') return false;
  return apiServer !== undefined || !/^kind: *KubeAPIServerConfig\b/m.test(text);
}

function readApiServer(root: YamlValue, object: string, path: readonly string[]): WrittenInvocation {
  return apiServerWith({
    object,
    root,
    path: [...path, 'extraArgs'],
    flags: flagsOfMap(at(root, ...path, 'extraArgs')),
    version: readImage(stringAt(root, ...path, 'image') ?? '').tag,
  });
}
