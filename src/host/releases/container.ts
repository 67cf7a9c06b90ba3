import { parseRelease, type Release } from '../../model/release.ts';
import { versionIn } from '../../sources/files/containers/image-reference.ts';
import { parseJson } from '../../sources/system/bytes.ts';
import { cachedPerView } from '../host-files.ts';
import type { RootFiles } from '../root-files.ts';
import { type FindRelease, textIfReadable } from './find-release.ts';

/** The image of the container that a process runs in, as its runtime noted it when it made the container. */
export const ofContainer: FindRelease = ({ cgroup }, { root }) =>
  cgroup?.containerId ? releaseOfContainer(root, cgroup.containerId) : undefined;

const releaseOfContainer = cachedPerView((view, id: string): Release | undefined => {
  const images = [...bundleImages(view, id), ...dockerImages(view, id)];
  const [release, ...others] = images.flatMap((image) => parseRelease(versionIn(image) ?? '') ?? []);
  const isOne = others.every(({ major, minor }) => major === release?.major && minor === release.minor);
  return isOne ? release : undefined;
});

/**
 * Where runtimes keep the bundles of OCI containers that run, and the annotation with the name of the image.
 * containerd from 1.5: https://github.com/containerd/containerd/blob/v1.5.0/pkg/cri/annotations/annotations.go
 * CRI-O: https://github.com/cri-o/cri-o/blob/main/pkg/annotations/internal.go
 */
const BUNDLES = [
  {
    bundle: (id: string) => `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id}`,
    image: 'io.kubernetes.cri.image-name',
  },
  {
    bundle: (id: string) => `/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io/${id}`,
    image: 'io.kubernetes.cri.image-name',
  },
  {
    bundle: (id: string) => `/run/containers/storage/overlay-containers/${id}/userdata`,
    image: 'io.kubernetes.cri-o.ImageName',
  },
] as const;

function bundleImages(view: RootFiles, id: string): string[] {
  return BUNDLES.flatMap(
    ({ bundle, image }) => textAt(readJson(view, `${bundle(id)}/config.json`), 'annotations', image) ?? [],
  );
}

const DOCKER = '/var/lib/docker';

/**
 * Docker keeps the image as it was asked for. A kubelet asks for an id, whose names are in Docker's list of images.
 * https://github.com/moby/moby/blob/v20.10.24/container/container.go
 * https://github.com/moby/moby/blob/v20.10.24/reference/store.go
 */
function dockerImages(view: RootFiles, id: string): string[] {
  const container = readJson(view, `${DOCKER}/containers/${id}/config.v2.json`);
  const image = textAt(container, 'Config', 'Image');
  const driver = textAt(container, 'Driver');
  if (image === undefined || versionIn(image) !== undefined) return image === undefined ? [] : [image];
  if (!/^\w+$/.test(driver ?? '')) return [];
  const imageId = textAt(container, 'Image');
  const repositories = at(readJson(view, `${DOCKER}/image/${driver}/repositories.json`), 'Repositories');
  const names = entriesOf(repositories).flatMap(([, repository]) => entriesOf(repository));
  return names.flatMap(([name, of]) => (of === imageId ? [name] : []));
}

function readJson(view: RootFiles, path: string): unknown {
  const text = textIfReadable(view, path);
  return text === undefined ? undefined : parseJson(text);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((of, key) => entriesOf(of).find(([name]) => name === key)?.[1], value);
}

function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const text = at(value, ...keys);
  return typeof text === 'string' ? text : undefined;
}
