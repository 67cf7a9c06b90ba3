import { type FindingWords, type Fleet, type HostResult, hostLabel } from '../../model/fleet.ts';
import { hasWarnings, worstFirst } from './words.ts';

/** What is to be said of several hosts in the same words. */
export interface SharedText {
  readonly text: string;
  /** The labels of those hosts. */
  readonly hosts: readonly string[];
}

/**
 * What to do about the servers that fail, or will after a restart; and the warnings of hosts, what a server will run with
 * after a restart first. The findings of one host are held at a time.
 */
export function sharedTexts(
  { hosts, control }: Fleet,
  isWarningWanted: (finding: FindingWords, host: HostResult) => boolean = () => true,
): { readonly remediations: readonly SharedText[]; readonly warnings: readonly SharedText[] } {
  const [remediations, warnings] = [new SharedTexts(), new SharedTexts()];
  for (const host of worstFirst(hosts)) {
    if (host.status !== 'fail' && !hasWarnings(host)) continue;
    const label = hostLabel(host);
    const findings = host.findings();
    const hasOwn = hasWarnings(host);
    for (const finding of findings) {
      const { status, remediation = status === 'fail' ? control.remediation : undefined, waiver } = finding;
      if (remediation !== undefined && waiver === undefined) remediations.add(label, remediation);
      if (!hasOwn || !isWarningWanted(finding, host)) continue;
      for (const { code, message } of finding.warnings) warnings.add(label, `${message} [${code}]`);
    }
  }
  const isDrift = ({ text }: SharedText) => text.endsWith('[drift]');
  const { all } = warnings;
  return {
    remediations: remediations.all,
    warnings: [...all.filter(isDrift), ...all.filter((one) => !isDrift(one))],
  };
}

class SharedTexts {
  readonly #hosts = new Map<string, string[]>();

  get all(): SharedText[] {
    return [...this.#hosts].map(([text, hosts]) => ({ text, hosts }));
  }

  /** @param label that of the last one, or of one that is new */
  add(label: string, text: string): void {
    const hosts = this.#hosts.get(text);
    if (hosts === undefined) this.#hosts.set(text, [label]);
    else if (hosts.at(-1) !== label) hosts.push(label);
  }
}

const MAX_NAMES = 10;

/** The first names of a list, and how many more there are. */
export function firstNames({ hosts }: SharedText, isWhole = false) {
  const names = isWhole ? hosts : hosts.slice(0, MAX_NAMES);
  const more = hosts.length - names.length;
  return { names, more: more === 0 ? '' : ` and ${more} more ${more === 1 ? 'host' : 'hosts'}` };
}
