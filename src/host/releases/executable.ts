import { parseRelease, type Release } from '../../model/release.ts';
import { cachedPerView } from '../host-files.ts';
import { type FindRelease, textIfReadable } from './find-release.ts';

/** Nothing in the store is ever changed, and a path in it has the version of its package. https://nixos.org/manual/nix/stable/store/store-path */
const NIX_STORE = /^\/nix\/store\/[0-9a-z]{32}-kubernetes-([\w.+-]{1,64})\//;

export const ofNixStore: FindRelease = ({ executable }) =>
  parseRelease(NIX_STORE.exec(executable ?? '')?.[1] ?? '');

/**
 * A revision of a snap is read-only, and says of which version it is; these snaps have that of Kubernetes.
 * https://snapcraft.io/docs/snap-format
 */
const SNAP = /^\/snap\/(?:kube-apiserver|microk8s)\/\w{1,32}(?=\/)/;

export const ofSnap: FindRelease = ({ executable }, { root }) => {
  const directory = SNAP.exec(executable ?? '')?.[0];
  return directory === undefined ? undefined : releaseOfSnap(root, directory);
};

const releaseOfSnap = cachedPerView((view, directory: string): Release | undefined => {
  const text = textIfReadable(view, `${directory}/meta/snap.yaml`) ?? '';
  return parseRelease(/^version: *(["']?)([^\s"']+)\1[ \t]*$/m.exec(text)?.[2] ?? '');
});
