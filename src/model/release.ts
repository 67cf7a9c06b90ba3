/** A Kubernetes release as far as this audit tells them apart. */
export interface Release {
  readonly major: number;
  readonly minor: number;
}

/** Reads `1.20`, `v1.20.2`, `v1.21.5+k3s1`, `1.20.8-gke.900`; undefined for anything else. */
export function parseRelease(text: string): Release | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,3})(?:\.\d{1,5})?(?:[-+_][\w.+-]*)?$/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
}

export function isAtLeast(release: Release, major: number, minor: number): boolean {
  return release.major > major || (release.major === major && release.minor >= minor);
}

export function releaseText({ major, minor }: Release): string {
  return `${major}.${minor}`;
}
