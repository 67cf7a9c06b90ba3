import type { Origin } from '../../model/invocation.ts';
import type { Problem } from '../../model/problem.ts';
import type { Report } from '../../model/report.ts';
import { serverLabel } from './origin.ts';

type Identity = Pick<Report, 'cluster' | 'host'>;

/** `prod-eu-1/cp-2`, `cp-2`, `cluster prod-eu-1`; undefined where neither is known. */
export function hostLabel({ cluster, host }: Identity): string | undefined {
  if (host === null) return cluster === null ? undefined : `cluster ${cluster}`;
  return cluster === null ? host : `${cluster}/${host}`;
}

/** A text with the host it is about before it, where that is known. */
export function onHost(identity: Identity, text: string, separator = ': '): string {
  const label = hostLabel(identity);
  return label === undefined ? text : `${label}${separator}${text}`;
}

/** The same for a text that begins with the place of a problem; of a problem of the host itself, that is the host. */
export function problemOnHost(
  problem: Problem,
  identity: Identity,
  text: string,
  separator?: string,
): string {
  return isOfHost(problem, identity) ? text : onHost(identity, text, separator);
}

/** Whether a problem is one of the host itself: that its report is missing or old, and not a file. */
export function isOfHost({ path }: Problem, identity: Identity): boolean {
  return path === hostLabel(identity);
}

/** A server in the words that stay the same when it restarts: no pid, no line. */
export function serverName(server: { readonly origin: Origin; readonly program: string }): string {
  return server.origin.kind === 'file' ? serverLabel(server) : server.program;
}

/** What a merge says of a host, each in the word that JSON has for it: `missing`, `unexpected`. */
export function mergeMarks({ merged }: Report): string[] {
  if (merged === undefined) return [];
  const { reason, isUnexpected, hasSuperseded } = merged;
  return [
    ...(reason === undefined ? [] : [reason]),
    ...(isUnexpected ? ['unexpected'] : []),
    ...(hasSuperseded ? ['superseded'] : []),
  ];
}
