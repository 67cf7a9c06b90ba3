/** The name and tag of a container image: `registry:5000/kube-apiserver-amd64:v1.20.2@sha256:…`. */
export interface Image {
  readonly name: string;
  readonly tag?: string;
}

const ARCHITECTURE = /-(?:amd64|arm64|arm|ppc64le|s390x)$/;

/** Registry, path, architecture and digest are left out. */
export function readImage(reference: string): Image {
  const [withTag = ''] = reference.split('@');
  const last = withTag.slice(withTag.lastIndexOf('/') + 1);
  const [name = '', tag] = last.split(':');
  return { name: name.replace(ARCHITECTURE, ''), ...(tag !== undefined && { tag }) };
}
