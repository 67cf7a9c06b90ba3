import type { ApiServer } from '../model/api-server.ts';
import type { Release } from '../model/release.ts';
import type { HostFiles } from './host-files.ts';
import { ofContainer } from './releases/container.ts';
import { ofNixStore, ofSnap } from './releases/executable.ts';
import { type FindRelease, isAsAtStart } from './releases/find-release.ts';
import { ofPackage } from './releases/package.ts';

/** The files that start a server name the release that runs, unless they were changed since it started. */
const ofItsFiles: FindRelease = (origin, host, { afterRestart }) => {
  const named = afterRestart?.servers.find(({ invocation }) => invocation.release)?.invocation;
  const path = named?.origin.kind === 'file' ? named.origin.path : undefined;
  return path === undefined || isAsAtStart(origin, host, path) === false ? undefined : named?.release;
};

/** Where the release of a running server can be seen for certain, what is closest to the process first. */
const SOURCES: readonly FindRelease[] = [ofContainer, ofNixStore, ofSnap, ofPackage, ofItsFiles];

/** The release of a running server; undefined where it is not certain. Nothing is run and nobody asked. */
export function releaseOf(server: ApiServer, host: HostFiles): Release | undefined {
  const { origin } = server.invocation;
  if (origin.kind !== 'process') return undefined;
  for (const find of SOURCES) {
    const release = find(origin, host, server);
    if (release) return release;
  }
  return undefined;
}
