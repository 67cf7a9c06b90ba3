import type { Element, ElementContent } from 'xast';
import { toXml } from 'xast-util-to-xml';
import { x } from 'xastscript';
import type { Origin } from '../model/invocation.ts';
import { problemPlace } from '../model/problem.ts';
import {
  type Finding,
  type Outcome as FindingOutcome,
  outcomeOf,
  type Report,
  type Reporter,
} from '../model/report.ts';
import { entriesOf } from './words/examined.ts';
import { findingPosition, messageOf } from './words/finding.ts';
import { isOfHost, mergeMarks, onHost } from './words/identity.ts';
import { positionWords } from './words/layout.ts';
import { belongingOf, inParentheses, ordinalsOf, serverLabel } from './words/origin.ts';
import { waiverWords } from './words/status.ts';

type Outcome = 'failure' | 'error' | 'skipped';

const OUTCOMES = {
  pass: undefined,
  fail: 'failure',
  unknown: 'error',
  waived: 'skipped',
} as const satisfies Record<FindingOutcome, Outcome | undefined>;

const DECLARATION = { type: 'instruction', name: 'xml', value: 'version="1.0" encoding="UTF-8"' } as const;

/** XML forbids `]]>` in text, and the library does not escape it. */
const SECTION_END = { type: 'raw', value: ']]&gt;' } as const;

interface Case {
  /** The same from run to run. */
  readonly name: string;
  /** The server that it is about. */
  readonly origin?: Origin;
  /** What tells it from others of that name. */
  readonly distinction?: string | undefined;
  readonly classname: string;
  readonly outcome: Outcome | undefined;
  readonly message: string;
  /** Lines after the message. */
  readonly details: readonly string[];
  readonly output: readonly string[];
}

/**
 * A test suite as Jenkins, GitLab and Maven Surefire read it; Surefire's schema has no hostname and timestamp.
 * https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
export const junit: Reporter = (report) => junitDocument(xmlOf(suiteOf(report)));

/** A document of one element. */
export function junitDocument(root: string): string {
  return `${xmlOf(x(null, DECLARATION))}\n${root}\n`;
}

export function xmlOf(node: Parameters<typeof toXml>[0]): string {
  return toXml(node, { closeEmptyElements: true, tightClose: true, allowDangerousXml: true });
}

/** The suite of a host, by a name that no other host has. */
export function suiteOf(report: Report): Element {
  const { control, host, startedAt, auditedAt, merged } = report;
  const cases = distinct(casesOf(report));
  const count = (kind: Outcome) => cases.filter(({ outcome }) => outcome === kind).length;
  const milliseconds = Math.max(0, auditedAt.getTime() - startedAt.getTime());
  // Rounded so that the times of the cases sum up to that of the suite.
  const until = (index: number) => Math.round((milliseconds * index) / cases.length);
  return x(
    'testsuite',
    {
      name: onHost(report, `CIS ${control.id} ${control.title}`),
      tests: cases.length,
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
      time: seconds(milliseconds),
      ...(merged?.isReceived !== false && { timestamp: startedAt.toISOString().slice(0, 19) }),
      hostname: host,
    },
    propertiesOf(report),
    cases.flatMap((one, index) => [line(1), caseElement(one, seconds(until(index + 1) - until(index)))]),
    line(0),
  );
}

/** What a merge says of the host. */
function propertiesOf(report: Report) {
  const marks = mergeMarks(report);
  const properties = marks.flatMap((value) => [line(2), x('property', { name: 'merge', value })]);
  return marks.length === 0 ? [] : [line(1), x('properties', {}, ...properties, line(1))];
}

function casesOf(report: Report): Case[] {
  const own = { classname: hostClass(report), output: [] };
  return entriesOf<Case>(report, {
    finding: (finding) => findingCase(finding, report),
    problem: (problem) => ({
      ...own,
      // What names no host is a file.
      ...(report.host === null && { classname: classOf(problem.path) }),
      name: onHost(report, isOfHost(problem, report) ? 'report' : `${problemPlace(problem)} can be judged`),
      outcome: 'error',
      message: problem.message,
      details: [`${problemPlace(problem)}: ${problem.message}`, problem.hint],
    }),
    none: (message) => ({
      ...own,
      name: onHost(report, 'API servers'),
      outcome: 'skipped',
      message,
      details: [message],
    }),
  });
}

function findingCase(finding: Finding, report: Report): Case {
  const { origin, reason, evidence, warnings, remediation, waiver } = finding;
  const position = findingPosition(finding);
  const outcome = OUTCOMES[outcomeOf(finding)];
  const label = serverLabel(finding);
  const remediations = remediation === undefined ? [] : [`remediation: ${remediation}`];
  return {
    name: onHost(report, origin.kind === 'process' ? finding.program : label),
    origin,
    distinction: belongingOf(origin),
    classname: origin.kind === 'process' ? hostClass(report) : classOf(origin.path),
    outcome,
    message: waiver === undefined ? reason : waiverWords(waiver),
    details: [
      label,
      `${position ? `${positionWords(position)}: ` : ''}${messageOf(finding)}`,
      `expected: ${evidence.expected}`,
      `actual: ${evidence.actual}`,
      ...remediations,
    ],
    output: [
      ...warnings.map(({ code, message }) => `warning: ${message} [${code}]`),
      // A server that passes can have one too: for what it will run with after a restart.
      ...(outcome === undefined ? [`${label}: ${messageOf(finding)}`, ...remediations] : []),
    ],
  };
}

function hostClass({ cluster, host }: Report): string {
  return classOf(...(cluster === null ? [] : [cluster]), host ?? 'host');
}

/** Jenkins takes what follows the last dot for the class, and what precedes it for its package. */
function classOf(...parts: readonly string[]): string {
  return ['kubelet-https-audit', ...parts.map((part) => part.replaceAll('.', '_'))].join('.');
}

/**
 * The same cases; of equal names in a class all but the first, which is that of the host, say what they belong to. Of
 * those that are still equal the second ends with (2), and so on.
 */
function distinct(cases: readonly Case[]): Case[] {
  const distinguished = renamed(cases, (one, ordinal) =>
    ordinal === 1 ? one.name : `${one.name}${inParentheses(one.distinction)}`,
  );
  return renamed(distinguished, ({ name }, ordinal) => (ordinal === 1 ? name : `${name} (${ordinal})`));
}

function renamed(cases: readonly Case[], nameOf: (one: Case, ordinal: number) => string): Case[] {
  const ordinals = ordinalsOf(
    cases.map(({ classname, name, origin }) => ({ key: `${classname}\n${name}`, origin })),
  );
  return cases.map((one, index) => ({ ...one, name: nameOf(one, ordinals[index] ?? 1) }));
}

function caseElement({ name, classname, outcome, message, details, output }: Case, time: string) {
  const attributes = outcome === 'skipped' ? { message } : { message, type: outcome };
  const children = [
    ...(outcome === undefined ? [] : [x(outcome, attributes, xmlText(details.join('\n')))]),
    ...(output.length === 0 ? [] : [x('system-out', xmlText(output.join('\n')))]),
  ];
  return x(
    'testcase',
    { name, classname, time },
    children.flatMap((child) => [line(2), child]),
    children.length === 0 ? [] : [line(1)],
  );
}

function line(depth: number) {
  return { type: 'text', value: `\n${'  '.repeat(depth)}` } as const;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function xmlText(text: string): ElementContent[] {
  return text.split(']]>').flatMap((value, index) => {
    const node = { type: 'text', value } as const;
    return index === 0 ? [node] : [SECTION_END, node];
  });
}
