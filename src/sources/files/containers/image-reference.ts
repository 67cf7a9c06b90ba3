/** The name and tag of a container image: `registry:5000/kube-apiserver-amd64:v1.20.2@sha256:…`. */
export interface Image {
  readonly name: string;
  readonly tag?: string;
}

const ARCHITECTURE = /-(?:amd64|arm64|arm|ppc64le|s390x)$/;

/** Without registry, path, architecture and digest. */
export function readImage(reference: string): Image {
  const [withTag = ''] = reference.split('@');
  const last = withTag.slice(withTag.lastIndexOf('/') + 1);
  const [name = '', tag] = last.split(':');
  return { name: name.replace(ARCHITECTURE, ''), ...(tag !== undefined && { tag }) };
}

/** Images with an API server, whose tag is the release: also those of RKE2 and k3s. */
const API_SERVER_IMAGE = /(?:^|-)(?:apiserver|hyperkube|hardened-kubernetes|k3s)$/;

/** The release in the tag of an image, as it is written; those of OpenShift have versions of their own. */
export function versionIn(reference: string): string | undefined {
  const { name, tag } = readImage(reference);
  return API_SERVER_IMAGE.test(name) && /^v?1\./.test(tag ?? '') ? tag : undefined;
}
