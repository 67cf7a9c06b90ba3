import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Image {
  readonly rootfs: string;
  readonly config: {
    readonly User: string;
    readonly Entrypoint: readonly string[];
    readonly Env: readonly string[];
    readonly WorkingDir?: string;
    readonly Labels: Readonly<Record<string, string>>;
  };
}

interface Descriptor {
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

/** The images in an OCI archive by their platforms, unpacked into a directory, and the name of the archive's index. */
export function unpackImages(archive: string, directory: string) {
  mkdirSync(directory, { recursive: true });
  execFileSync('tar', ['-xf', archive, '-C', directory]);
  const blob = ({ digest }: Descriptor) => join(directory, 'blobs', digest.replace(':', '/'));
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
  const [list]: Descriptor[] = read(join(directory, 'index.json')).manifests;
  if (list === undefined) throw new Error(`${archive} has no image`);
  const manifests: Descriptor[] = read(blob(list)).manifests;
  const images = manifests.map((descriptor): [string, Image] => {
    const { os, architecture } = descriptor.platform ?? { os: '?', architecture: '?' };
    const rootfs = join(directory, architecture);
    mkdirSync(rootfs);
    const manifest = read(blob(descriptor));
    for (const layer of manifest.layers) execFileSync('tar', ['-xzpf', blob(layer), '-C', rootfs]);
    return [`${os}/${architecture}`, { rootfs, config: read(blob(manifest.config)).config }];
  });
  return { name: list.annotations?.['org.opencontainers.image.ref.name'], images: new Map(images) };
}
