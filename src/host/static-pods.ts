import { mentionsApiServer } from '../model/api-server-words.ts';
import type { FileOrigin, Invocation } from '../model/invocation.ts';
import { AuditError } from '../model/problem.ts';
import { readWorkload } from '../sources/files/formats/workload.ts';
import { type SourceFile, toSourceFile } from '../sources/files/source-file.ts';
import { toInvocations } from '../sources/files/to-invocations.ts';
import { stringAt, type YamlValue } from '../sources/files/yaml/yaml.ts';
import { type YamlReader, yamlReaderFor } from '../sources/files/yaml/yaml-reader.ts';
import { decodeText } from '../sources/system/bytes.ts';
import { ifThere } from './host-files.ts';
import { rejectOtherThanPod } from './reject-other-than-pod.ts';
import type { RootFiles } from './root-files.ts';
import type { StaticPodFile } from './static-pod-files.ts';

/** A pod that a kubelet starts from a file, and that mentions an API server. */
export interface StaticPod {
  readonly origin: FileOrigin;
  /** The uid that its file gives it. */
  readonly uid: string | undefined;
  readonly invocations: readonly Invocation[];
  /** The same pod in files that the kubelet passes over as long as this one is there. */
  readonly shadowed: readonly Invocation[];
}

/**
 * The pods that a kubelet makes of the files in its directories: of each file its first document, and of files with one
 * pod the last. See https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/config/file.go
 */
export async function staticPodsOf(files: readonly StaticPodFile[], view: RootFiles): Promise<StaticPod[]> {
  const pods = new Map<string, StaticPod>();
  for (const { path, bytes, directory } of files) {
    const text = decodeText(bytes);
    const file = toSourceFile(path, text);
    const read = await yamlReaderFor(file);
    const pod = ifThere(view, path, () => podIn(file, text, read));
    if (pod === undefined) continue;
    const key = `${directory} ${pod.name ?? path}`;
    const before = pods.get(key);
    const shadowed = before ? [...before.shadowed, ...before.invocations] : [];
    pods.set(key, { ...pod, shadowed });
  }
  return [...pods.values()];
}

/** What a kubelet tells a pod by: without a namespace it is in `default`. See applyDefaults in pkg/kubelet/config/common.go */
function nameOf(pod: YamlValue): string | undefined {
  const name = stringAt(pod, 'metadata', 'name');
  return name && `${stringAt(pod, 'metadata', 'namespace') || 'default'}/${name}`;
}

function podIn(file: SourceFile, text: string, read: YamlReader) {
  const [pod, ...others] = read(file);
  if (pod instanceof AuditError) throw pod;
  if (pod === undefined && others.length > 0 && mentionsApiServer(text)) {
    throw new AuditError(
      'its first document is empty, and the kubelet reads only the first',
      'Remove the first "---".',
    );
  }
  if (pod === undefined || stringAt(pod, 'kind') !== 'Pod') return undefined;
  const invocations = toInvocations(readWorkload(pod, file) ?? [], 'workload', file).filter(
    ({ arguments: args }) => args.some(({ text, isUnknown }) => isUnknown || mentionsApiServer(text)),
  );
  const origin = invocations[0]?.origin;
  if (origin?.kind !== 'file') return undefined;
  rejectOtherThanPod(pod, text, file);
  return { name: nameOf(pod), origin, uid: stringAt(pod, 'metadata', 'uid'), invocations };
}
