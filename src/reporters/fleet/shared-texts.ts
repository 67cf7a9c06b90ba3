import { type Fleet, type HostResult, hostLabel } from '../../model/fleet.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Finding } from '../../model/report.ts';
import { hasWarnings, worstFirst } from './words.ts';

/** What is to be said of several hosts in the same words. */
export interface SharedText {
  readonly text: string;
  /** The labels of those hosts. */
  readonly hosts: readonly string[];
}

/** What to do about the servers that fail, or will after a restart. */
export function fleetRemediations({ hosts, control }: Fleet): SharedText[] {
  return shared(
    hosts.filter((host) => host.status === 'fail' || hasWarnings(host)),
    ({ status, remediation, waiver }) => {
      if (waiver !== undefined) return [];
      return remediation === undefined && status === 'fail' ? [control.remediation] : [remediation];
    },
  );
}

/** The warnings of hosts; what a server will run with after a restart comes first. */
export function fleetWarnings(
  hosts: readonly HostResult[],
  isWanted: (finding: Finding, host: HostResult) => boolean,
): SharedText[] {
  const isDrift = ({ text }: SharedText) => text.endsWith('[drift]');
  const all = shared(hosts.filter(hasWarnings), (finding, host) =>
    isWanted(finding, host) ? finding.warnings.map(({ code, message }) => `${message} [${code}]`) : [],
  );
  return [...all.filter(isDrift), ...all.filter((one) => !isDrift(one))];
}

const MAX_NAMES = 10;

/** The first names of a list, and how many more there are. */
export function firstNames({ hosts }: SharedText, isWhole = false) {
  const names = isWhole ? hosts : hosts.slice(0, MAX_NAMES);
  const more = hosts.length - names.length;
  return { names, more: more === 0 ? '' : ` and ${more} more ${more === 1 ? 'host' : 'hosts'}` };
}

/** One host is made a report at a time. */
function shared(
  hosts: readonly HostResult[],
  textsOf: (finding: Finding, host: HostResult) => readonly (string | undefined)[],
): SharedText[] {
  const said = worstFirst(hosts).flatMap((host) => {
    const texts = host.report().findings.flatMap((finding) => textsOf(finding, host));
    return [...new Set(texts)].flatMap((text) =>
      text === undefined ? [] : [{ text, host: hostLabel(host) }],
    );
  });
  return [...groupBy(said, ({ text }) => [text])].map(([text, group]) => ({
    text,
    hosts: group.map(({ host }) => host),
  }));
}
