import { createHash } from 'node:crypto';
import { problemPlace } from '../model/problem.ts';
import {
  type Finding,
  type Outcome,
  outcomeOf,
  type Report,
  type Reporter,
  shownStatus,
  type Tool,
} from '../model/report.ts';
import { blindSpotsOf, entriesOf, noneFoundWords } from './words/examined.ts';
import { findingPosition, messageOf, problemWords } from './words/finding.ts';
import { hostLabel, onHost, problemOnHost } from './words/identity.ts';
import { positionWords, shorten } from './words/layout.ts';
import { serverLabel } from './words/origin.ts';
import { remediationsOf, remediationWords } from './words/remediations.ts';
import { waiverWords } from './words/status.ts';

/** Transmission confidentiality and integrity, in NIST SP 800-53 and as DISA numbers it. */
const TAGS = { nist: ['SC-8'], cci: ['CCI-002418'] };

/** High, as CVSS 7.4 is. */
const IMPACT = 0.7;
/** What InSpec gives a control that is not applicable. */
const NO_IMPACT = 0;

type Status = 'passed' | 'failed' | 'error' | 'skipped';

/**
 * Heimdall Data Format: the JSON that InSpec prints of a run.
 * https://github.com/mitre/heimdall2/tree/master/libs/inspecjs
 */
export const hdf: Reporter = (report) => {
  const { tool, startedAt, auditedAt } = report;
  const duration = Math.max(0, auditedAt.getTime() - startedAt.getTime()) / 1000;
  return hdfDocument(tool, { target: hostLabel(report) ?? null, duration, profiles: [hdfProfile(report)] });
};

interface Execution {
  readonly target: string | null;
  /** In seconds. */
  readonly duration: number;
  readonly profiles: readonly object[];
}

export function hdfDocument({ name, version }: Tool, { target, duration, profiles }: Execution): string {
  const document = {
    platform: { name, release: version, target_id: target },
    version,
    statistics: { duration },
    profiles,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The profile of a host, by a name that no other host has. */
export function hdfProfile(report: Report) {
  const { tool, control } = report;
  const label = hostLabel(report);
  const title = `${control.benchmark} ${control.id}`;
  return {
    name: label === undefined ? tool.name : `${tool.name} ${label}`,
    title: onHost(report, title),
    version: tool.version,
    sha256: createHash('sha256').update(JSON.stringify(control)).digest('hex'),
    status: 'loaded',
    attributes: [],
    groups: [],
    supports: [],
    controls: [controlOf(report)],
  };
}

function controlOf(report: Report) {
  const { control, status, cluster, host } = report;
  const isApplicable = status !== 'notapplicable';
  const fix = remediationsOf(report).map(remediationWords).join('\n') || control.remediation;
  const caveats = blindSpotsOf(report).map((problem) => ({ label: 'caveat', data: problemWords(problem) }));
  return {
    id: `CIS-${control.id}`,
    title: onHost(report, control.title),
    // Readers show it as the reason why a control is not applicable.
    desc: isApplicable ? control.rationale : onHost(report, noneFoundWords(report)),
    results: resultsOf(report),
    descriptions: [
      { label: 'rationale', data: control.rationale },
      { label: 'check', data: control.audit },
      { label: 'fix', data: fix },
      ...caveats,
    ],
    impact: isApplicable ? IMPACT : NO_IMPACT,
    tags: { ...TAGS, cis: control.id, cluster, host, check: control.audit, fix },
    refs: control.references.map((url) => ({ url })),
    source_location: {},
    ...waiverData(report),
  };
}

/**
 * What InSpec writes of a control that is skipped because it is waived, which readers show as Not Applicable. It is about all
 * of the control, so there is none beside a failure that is not waived, or what is unknown.
 */
function waiverData(report: Report) {
  if (shownStatus(report) !== 'waived') return {};
  const waivers = report.findings.flatMap(({ waiver }) => waiver ?? []);
  const [first] = waivers.map(({ until }) => until).sort();
  const justification = [...new Set(waivers.map(waiverWords))].join('\n');
  return {
    waiver_data: {
      expiration_date: first,
      justification,
      run: false,
      skipped_due_to_waiver: true,
      message: '',
    },
  };
}

/** Readers let one error hide every failure of a control, so beside a failure what is unknown is skipped. */
function resultsOf(report: Report) {
  const unknown = report.status === 'fail' ? 'skipped' : 'error';
  const statuses = { pass: 'passed', fail: 'failed', unknown, waived: 'skipped' } as const satisfies Record<
    Outcome,
    Status
  >;
  const result = (status: Status, test: string, lines: readonly string[]) => {
    const message = lines.join('\n');
    // Of what is skipped, readers show nothing else.
    const words = status === 'skipped' ? { skip_message: `${test}\n${message}` } : { message };
    return { status, code_desc: test, ...words, start_time: report.startedAt.toISOString() };
  };
  return entriesOf<object>(report, {
    finding: (finding) =>
      result(
        statuses[outcomeOf(finding)],
        onHost(report, `${serverLabel(finding)}: ${finding.evidence.expected}`, ' '),
        evidenceLines(finding),
      ),
    problem: (problem) =>
      result(unknown, problemOnHost(problem, report, `${problemPlace(problem)} can be judged`, ' '), [
        `${problem.message}.`,
        problem.hint,
      ]),
    none: (message) => result('skipped', onHost(report, 'API servers', ' '), [message]),
  });
}

function evidenceLines(finding: Finding): string[] {
  const { evidence, warnings, remediation } = finding;
  const position = findingPosition(finding);
  return [
    `${position ? `${positionWords(position)}: ` : ''}${messageOf(finding)}`,
    `expected: ${evidence.expected}`,
    `actual: ${shorten(evidence.actual)}`,
    ...warnings.map(({ code, message }) => `warning: ${message} [${code}]`),
    ...(remediation === undefined ? [] : [`remediation: ${remediation}`]),
  ];
}
