import { BLOCKS } from './documents.ts';
import type { PodSpec } from './pod.ts';

/** Every `docker run` of the documents. */
export const DOCKER_RUNS = BLOCKS.filter(({ text }) => text.startsWith('docker run')).map(
  ({ document, text }) => ({
    document,
    words: text.replaceAll('\\\n', ' ').trim().split(/\s+/),
  }),
);

/** What `docker run` makes of its options. */
export function podOfDocker(words: readonly string[]): PodSpec {
  const valuesOf = (option: string) => words.filter((_, index) => words[index - 1] === option);
  const mounts = valuesOf('--mount').map(
    (mount) => new Map(mount.split(',').map((part) => [part.split('=')[0], part.split('=')[1] ?? ''])),
  );
  const args = words.slice(words.findIndex((word) => word.startsWith('registry.example/')) + 1);
  return {
    hostPID: valuesOf('--pid').includes('host'),
    securityContext: { runAsUser: 0, runAsGroup: 0 },
    containers: [
      {
        args: [...args.map((argument) => argument.replace('"$(hostname)"', 'host-name')), '--format=jsonl'],
        securityContext: {
          allowPrivilegeEscalation: !valuesOf('--security-opt').includes('no-new-privileges'),
          readOnlyRootFilesystem: words.includes('--read-only'),
          capabilities: { drop: valuesOf('--cap-drop'), add: valuesOf('--cap-add') },
        },
        volumeMounts: mounts.map((mount) => ({
          name: mount.get('src') ?? '',
          mountPath: mount.get('dst') ?? '',
          readOnly: mount.has('readonly'),
          ...(mount.get('bind-recursive') === 'readonly' && { recursiveReadOnly: 'Enabled' }),
        })),
      },
    ],
    volumes: mounts.map((mount) => ({
      name: mount.get('src') ?? '',
      hostPath: { path: mount.get('src') ?? '', type: 'Directory' },
    })),
  };
}
