import { h, type Result } from 'hastscript';
import { type FleetReporter, type HostResult, hostLabel } from '../../../model/fleet.ts';
import { type Problem, problemPlace } from '../../../model/problem.ts';
import { outcomeOf } from '../../../model/report.ts';
import { htmlControl, htmlProblems, htmlWarnings, listSection } from '../../html/context.ts';
import { htmlFinding } from '../../html/finding.ts';
import { htmlPage } from '../../html/page.ts';
import { badge, code, moment, section, sentence, statement } from '../../html/words.ts';
import { serverLabel } from '../../words/origin.ts';
import type { ShownStatus } from '../../words/status.ts';
import { withoutHost } from '../each-host.ts';
import { firstNames, type SharedText, sharedTexts } from '../shared-texts.ts';
import { countedHosts, fleetStatus, needsExplanation, worstFirst } from '../words.ts';
import { type HostIds, htmlHosts } from './hosts.ts';

/** The evidence of more hosts makes a page that no browser shows well. */
const MAX_EXPLAINED = 200;
const MAX_PROBLEMS = 500;
const MAX_TEXTS = 100;

const MEANINGS = {
  pass: 'Every API server of every host meets the control.',
  fail: 'At least one host does not meet the control.',
  unknown: 'Could not determine whether every host meets the control.',
  notapplicable: 'No host has an API server, so there is nothing to audit.',
  waived: 'Every host that does not meet the control is waived.',
} as const satisfies Record<ShownStatus, string>;

/** A self-contained page of evidence on many hosts: no script, and nothing loaded from the network. */
export const html: FleetReporter = (fleet, { exitStatus }) => {
  const { tool, control, hosts, mergedAt, expected, warnings } = fleet;
  const status = fleetStatus(fleet);
  const problems = withoutHost(fleet).flatMap((report) => report.problems);
  const oldest = oldestOf(hosts);
  const explained = worstFirst(hosts).filter(needsExplanation);
  const shared = sharedTexts(fleet);
  const ids = new Map(explained.slice(0, MAX_EXPLAINED).map((host, index) => [host, `host-${index + 1}`]));
  return htmlPage({
    tool,
    control,
    status,
    subject: hosts.length === 1 ? hosts.map(hostLabel).join() : `${hosts.length} hosts`,
    verdict: [MEANINGS[status], `${countedHosts(fleet)}.`],
    facts: [
      ['Merged', moment(mergedAt)],
      ['Oldest report', oldest === undefined ? null : moment(new Date(oldest))],
      ['Hosts expected', expected === undefined ? 'not known' : String(expected.length)],
      ['Exit status', String(exitStatus)],
    ],
    sections: [
      htmlHosts(fleet, ids),
      evidence(ids, explained.length - ids.size),
      htmlProblems(problems.slice(0, MAX_PROBLEMS), problems.length - MAX_PROBLEMS),
      htmlWarnings(warnings),
      sharedSection('warnings', 'Warnings', shared.warnings),
      sharedSection('remediation', 'Remediation', shared.remediations),
      htmlControl(control),
    ],
  });
};

function oldestOf(hosts: readonly HostResult[]): number | undefined {
  const times = hosts.flatMap(({ received }) => received.map(({ auditedAt }) => auditedAt));
  return times.sort((a, b) => a - b)[0];
}

/** What of the hosts does not pass, with its evidence. */
function evidence(ids: HostIds, more: number): Result | null {
  if (ids.size === 0) return null;
  return section(
    'servers',
    'Evidence',
    [...ids].map(([host, id]) => h('div.host', { id }, partsOf(host))),
    more === 0 ? null : h('p.muted', `and ${more} more hosts, which only the table names`),
  );
}

function partsOf(host: HostResult): Result[] {
  const { findings, problems } = host.report();
  const label = hostLabel(host);
  const bad = (['fail', 'unknown', 'waived'] as const).flatMap((outcome) =>
    findings.filter((finding) => outcomeOf(finding) === outcome),
  );
  return [
    ...bad.map((finding) => htmlFinding(finding, `${label} ${serverLabel(finding)}`)),
    ...problems.map((problem) => problemOf(problem, label)),
  ];
}

function problemOf(problem: Problem, label: string): Result {
  const { path, message, hint } = problem;
  return h(
    'article.unknown',
    h('h3', badge('unknown'), ' ', h('span.name', label)),
    path === label ? null : h('p.file', code(problemPlace(problem))),
    statement(message, hint),
  );
}

/** What is said of several hosts, and of which. */
function sharedSection(id: string, title: string, texts: readonly SharedText[]): Result | null {
  const items = texts.slice(0, MAX_TEXTS).map((one) => {
    const { names, more } = firstNames(one);
    const list = names.flatMap((name, index) => [index === 0 ? '' : ', ', code(name)]);
    return [h('p', sentence(one.text)), h('span.place', 'On ', ...list, more)];
  });
  const left = texts.length - items.length;
  return listSection(id, title, left > 0 ? [...items, [`and ${left} more`]] : items);
}
