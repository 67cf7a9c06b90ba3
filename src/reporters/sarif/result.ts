import { createHash } from 'node:crypto';
import { type Problem, problemPlace } from '../../model/problem.ts';
import type { Finding, Report } from '../../model/report.ts';
import { onHost, problemOnHost, serverName } from '../words/identity.ts';
import { shorten } from '../words/layout.ts';
import { belongingOf, ordinalsOf, originFacts, serverIdentity } from '../words/origin.ts';
import { waiverWords } from '../words/status.ts';
import {
  hostLocations,
  type PhysicalLocation,
  sarifLocation,
  sarifPlace,
  sarifPosition,
} from './location.ts';
import { sarifMessage, sarifRuleId, sarifSentence } from './rule.ts';

// The standard has the kind `open` for what is unknown, and some readers take that for nothing or a pass: docs/reports.md.
const OUTCOMES = {
  fail: { kind: 'fail', level: 'error' },
  unknown: { kind: 'fail', level: 'warning' },
} as const;

/** Says of a result what the level of a fail cannot, after the name of its place. */
const UNKNOWN = ', status unknown';

/** A result for each finding that fails or is unknown, and for each problem: without one, its alert would be closed. */
export function sarifResults(report: Report) {
  return [...findingResults(report), ...problemResults(report)];
}

function problemResults(report: Report) {
  const ordinals = ordinalsOf(report.problems.map((problem) => ({ key: problemPlace(problem) })));
  return report.problems.map((problem, index) => problemResult(problem, ordinals[index], report));
}

function problemResult(problem: Problem, ordinal: number | undefined, report: Report) {
  const { message, hint } = problem;
  const place = problemPlace(problem);
  const physicalLocation = sarifPlace(problem);
  const logicalLocations = hostLocations(report);
  return {
    ruleId: sarifRuleId(report.control),
    ruleIndex: 0,
    ...OUTCOMES.unknown,
    message: sarifMessage(`${problemOnHost(problem, report, place, ' ')}${UNKNOWN}: ${message}`, hint),
    locations: [{ physicalLocation, ...(logicalLocations.length > 0 && { logicalLocations }) }],
    ...fingerprints(report, 'problem', place, ordinal),
    ...fixes(hint, physicalLocation),
    suppressions: [],
    properties: { status: 'unknown' },
  };
}

function findingResults(report: Report) {
  // Those that pass count as well, so that the identity of one does not depend on the status of another.
  const identities = report.findings.map((finding) => serverIdentity(finding));
  const ordinals = ordinalsOf(
    report.findings.map(({ origin }, index) => ({ key: identities[index] ?? '', origin })),
  );
  return report.findings.flatMap((finding, index) => {
    const { status, evidence, warnings } = finding;
    if (status === 'pass') return [];
    const location = sarifLocation(finding, report);
    return [
      {
        ruleId: sarifRuleId(report.control),
        ruleIndex: 0,
        ...OUTCOMES[status],
        message: { text: messageOf(finding, report) },
        locations: [location],
        ...relatedLocations(finding),
        ...fingerprints(report, identities[index], ordinals[index]),
        ...fixes(adviceOf(finding), location.physicalLocation),
        suppressions: suppressionsOf(finding),
        properties: {
          status,
          expected: evidence.expected,
          actual: shorten(evidence.actual),
          warnings: warnings.map(({ code }) => code),
        },
      },
    ];
  });
}

/**
 * The host and the server, what was found, whether it is waived, what to do about it, and the warnings; those with a
 * position link to it. Readers cut titles, so the pid and what the process belongs to, which say least and change with every
 * start, come last. There are no parentheses at the end, which Heimdall takes for the number of a weakness.
 */
function messageOf(finding: Finding, report: Report): string {
  const { status, reason, warnings, origin, waiver } = finding;
  const advice = adviceOf(finding);
  const name = `${onHost(report, serverName(finding), ' ')}${status === 'unknown' ? UNKNOWN : ''}`;
  const { pid } = originFacts(origin);
  const belonging = belongingOf(origin);
  return [
    sarifSentence(`${name}: ${reason}`),
    ...(waiver === undefined ? [] : [sarifSentence(`It is ${waiverWords(waiver)}`)]),
    ...(advice === undefined ? [] : [sarifSentence(advice)]),
    ...warnings.map(({ message, position }, index) =>
      position === undefined ? sarifSentence(message) : `See [here](${index}): ${sarifSentence(message)}`,
    ),
    ...(pid === null ? [] : [`Process ${pid}${belonging === undefined ? '' : `, ${belonging}`}.`]),
  ].join(' ');
}

function adviceOf({ status, remediation, hint }: Finding): string | undefined {
  return status === 'fail' ? remediation : hint;
}

/** Empty for what is not waived: the standard wants them for all results of a run, or for none. */
function suppressionsOf({ waiver }: Finding) {
  if (waiver === undefined) return [];
  const justification = `${waiverWords(waiver)}.`;
  return [{ kind: 'external', status: 'accepted', justification, properties: waiver }];
}

/**
 * What DefectDojo shows as mitigation. The standard wants a change with it, so there is one of no bytes by none: to apply
 * it changes nothing, because only the command fix knows what else would change.
 */
function fixes(advice: string | undefined, place: PhysicalLocation | undefined) {
  if (advice === undefined || place === undefined) return {};
  const { artifactLocation } = place;
  const replacements = [{ deletedRegion: { byteOffset: 0, byteLength: 0 } }];
  return {
    fixes: [{ description: sarifMessage(advice), artifactChanges: [{ artifactLocation, replacements }] }],
  };
}

/** The same for a server of a host on every run, whatever its pid. */
function fingerprints({ cluster, host }: Report, ...identity: readonly unknown[]) {
  const text = JSON.stringify([cluster, host, ...identity]);
  return { partialFingerprints: { 'apiServer/v2': createHash('sha256').update(text).digest('hex') } };
}

/** The positions of warnings; the id of each is the index of its warning. */
function relatedLocations({ warnings }: Finding) {
  const locations = warnings.flatMap(({ message, position }, id) =>
    position === undefined
      ? []
      : [{ id, message: sarifMessage(message), physicalLocation: sarifPosition(position) }],
  );
  return locations.length === 0 ? {} : { relatedLocations: locations };
}
