import { createHash } from 'node:crypto';
import type { Origin } from '../model/invocation.ts';
import type { Problem } from '../model/problem.ts';
import { type Finding, type Outcome as FindingOutcome, outcomeOf, type Report } from '../model/report.ts';
import { entriesOf } from './words/examined.ts';
import { findingPosition } from './words/finding.ts';
import { positionWords } from './words/layout.ts';
import { type OriginFacts, originFacts } from './words/origin.ts';

export type Outcome = 'pass' | 'fail' | 'warn' | 'error' | 'skip';

/** `error` counts what could not be evaluated. */
const OUTCOMES = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'error',
  waived: 'skip',
} as const satisfies Record<FindingOutcome, Outcome>;

const LONGEST_NAME = 253;

const ORIGIN_PROPERTIES = {
  process: ['pid', 'uid', 'executable', 'unit', 'podUid', 'containerId'],
  ps: ['path', 'line', 'pid'],
  file: ['path', 'format', 'object', 'container'],
} as const satisfies Record<Origin['kind'], readonly (keyof Omit<OriginFacts, 'nestedIn'>)[]>;

interface Judgement {
  readonly result: Outcome;
  readonly message: string;
  readonly properties: Readonly<Record<string, string | number | null | undefined>>;
}

interface Messages {
  readonly finding: (finding: Finding) => string;
  readonly problem: (problem: Problem) => string;
  readonly none: (message: string) => string;
}

/** What the objects of the Policy Working Group and of OpenReports share: the node, the results, and their count. */
export function policyResults(report: Report, messages: Messages) {
  const { host } = report;
  const judgements = judgementsOf(report, messages);
  const count = (outcome: Outcome) => judgements.filter(({ result }) => result === outcome).length;
  return {
    // A kubelet registers its node under its host name in lower case.
    ...(host !== null && { scope: { apiVersion: 'v1', kind: 'Node', name: host.toLowerCase() } }),
    summary: {
      pass: count('pass'),
      fail: count('fail'),
      warn: count('warn'),
      error: count('error'),
      skip: count('skip'),
    },
    results: judgements.map((judgement) => resultOf(judgement, report)),
  };
}

function judgementsOf(report: Report, messages: Messages): Judgement[] {
  return entriesOf<Judgement>(report, {
    finding: (finding) => ({
      result:
        finding.status === 'pass' && finding.warnings.length > 0 ? 'warn' : OUTCOMES[outcomeOf(finding)],
      message: messages.finding(finding),
      properties: { ...propertiesOf(finding), remediation: finding.remediation },
    }),
    problem: (problem) => ({
      result: 'error',
      message: messages.problem(problem),
      properties: { path: problem.path, line: problem.line },
    }),
    none: (message) => ({ result: 'skip', message: messages.none(message), properties: {} }),
  });
}

function resultOf({ result, message, properties }: Judgement, report: Report) {
  const { control, tool, auditedAt, cluster, host } = report;
  const moment = auditedAt.getTime();
  const seconds = Math.floor(moment / 1000);
  const given = Object.entries({ cluster, host, ...properties }).flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [[key, String(value)]],
  );
  return {
    policy: control.benchmark,
    rule: `${control.id} ${control.title}`,
    source: tool.name,
    category: 'API Server',
    severity: 'high',
    scored: true,
    result,
    message,
    ...(given.length > 0 && { properties: Object.fromEntries(given) }),
    timestamp: { seconds, nanos: (moment - seconds * 1000) * 1e6 },
  };
}

function propertiesOf(finding: Finding): Judgement['properties'] {
  const { origin, program, evidence, warnings, waiver } = finding;
  const facts = originFacts(origin);
  const position = findingPosition(finding);
  return {
    kind: origin.kind,
    program,
    ...Object.fromEntries(ORIGIN_PROPERTIES[origin.kind].map((key) => [key, facts[key]])),
    nestedIn: facts.nestedIn?.join(' '),
    ...(position && { place: positionWords(position) }),
    expected: evidence.expected,
    actual: evidence.actual,
    ...(waiver && {
      waivedUntil: waiver.until,
      waiverReason: waiver.reason,
      waiverApprovedBy: waiver.approvedBy,
    }),
    ...(warnings.length > 0 && {
      warnings: warnings.map(({ code, message }) => `[${code}] ${message}`).join(' '),
    }),
  };
}

/** One that no other host has: a digest tells apart what is the same in the letters that a name can have. */
export function reportName({ tool, cluster, host }: Report): string {
  const plain = [tool.name, ...(host === null ? [] : [host])].join('-');
  if (cluster === null && objectName(plain) === plain) return plain;
  const digest = createHash('sha256')
    .update(JSON.stringify([cluster, host]))
    .digest('hex')
    .slice(0, 8);
  return objectName([tool.name, digest, `${cluster ?? ''}.${host ?? ''}`].join('-'));
}

/** An RFC 1123 subdomain, which is what a name of an object has to be; different texts can have the same. */
function objectName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .slice(0, LONGEST_NAME)
    .split('.')
    .map((label) => label.replaceAll(/^-|-$/g, ''))
    .filter((label) => label !== '')
    .join('.');
}
