import { createHash } from 'node:crypto';
import type { Problem } from '../../model/problem.ts';
import type { Finding, Report } from '../../model/report.ts';
import { shorten } from '../words/layout.ts';
import { ordinalsOf, serverIdentity, serverLabel } from '../words/origin.ts';
import { sarifFile, sarifLocation, sarifPosition } from './location.ts';
import { sarifMessage, sarifRuleId, sarifSentence } from './rule.ts';

// Only a fail has a level; everything else has `none`: sections 3.27.9 and 3.27.10 of the standard.
const OUTCOMES = {
  fail: { kind: 'fail', level: 'error' },
  unknown: { kind: 'open', level: 'none' },
} as const;

/** A result for each finding that fails or is unknown, and for each problem: without one, its alert would be closed. */
export function sarifResults(report: Report) {
  return [...findingResults(report), ...report.problems.map((problem) => problemResult(problem, report))];
}

function problemResult({ path, message, hint }: Problem, { control }: Report) {
  return {
    ruleId: sarifRuleId(control),
    ruleIndex: 0,
    ...OUTCOMES.unknown,
    message: sarifMessage(`${path}: ${message}`, hint),
    locations: [{ physicalLocation: { artifactLocation: sarifFile(path) } }],
    partialFingerprints: { 'apiServer/v1': sha256(`problem|${path}`) },
  };
}

function findingResults(report: Report) {
  // Those that pass count as well, so that the identity of one does not depend on the status of another.
  const identities = report.findings.map((finding) => serverIdentity(finding, report.host));
  const ordinals = ordinalsOf(identities);
  return report.findings.flatMap((finding, index) => {
    if (finding.status === 'pass') return [];
    return [
      {
        ruleId: sarifRuleId(report.control),
        ruleIndex: 0,
        ...OUTCOMES[finding.status],
        message: { text: messageOf(finding) },
        locations: [sarifLocation(finding, report)],
        ...relatedLocations(finding),
        partialFingerprints: { 'apiServer/v1': sha256(`${identities[index]}|${ordinals[index]}`) },
        properties: {
          expected: finding.evidence.expected,
          actual: shorten(finding.evidence.actual),
          warnings: finding.warnings.map(({ code }) => code),
        },
      },
    ];
  });
}

/** The target and what was found, what to do about it, and the warnings; those with a position link to it. */
function messageOf(finding: Finding): string {
  const { status, reason, hint, remediation, warnings } = finding;
  const advice = status === 'fail' ? remediation : hint;
  return [
    sarifSentence(`${serverLabel(finding)}: ${reason}`),
    ...(advice === undefined ? [] : [sarifSentence(advice)]),
    ...warnings.map(({ message, position }, index) =>
      position === undefined ? sarifSentence(message) : `${sarifSentence(message)} [See here](${index}).`,
    ),
  ].join(' ');
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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
