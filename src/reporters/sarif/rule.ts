import { toMarkdown } from 'mdast-util-to-markdown';
import type { Control } from '../../model/control.ts';
import { heading, list, paragraph, plain } from '../markdown-nodes.ts';

// CVSS 3.1 of plain HTTP to a kubelet, AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N, and CWE-319, cleartext transmission.
const SECURITY_SEVERITY = '7.4';
const TAGS = ['security', 'kubernetes', 'cis', 'external/cwe/cwe-319'];

export function sarifRuleId({ id }: Control): string {
  return `CIS-${id}`;
}

/** A plain text message of SARIF, in which braces stand for arguments and `[text](address)` is a link. */
export function sarifMessage(...sentences: readonly string[]) {
  return { text: sentences.map(sarifSentence).join(' ') };
}

/** Ends with a full stop, and is shown as it is. */
export function sarifSentence(text: string): string {
  const sentence = /[.!?]$/.test(text) ? text : `${text}.`;
  return sentence.replaceAll('{', '{{').replaceAll('}', '}}').replaceAll('](', '] (');
}

/**
 * The control as a rule, with the properties GitHub reads.
 * https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support
 */
export function sarifRule(control: Control) {
  const { id, benchmark, title, rationale, references } = control;
  const [helpUri] = references;
  return {
    id: sarifRuleId(control),
    name: ruleName(title),
    shortDescription: sarifMessage(title),
    fullDescription: sarifMessage(`${benchmark} ${id}: ${title}`, rationale, control.remediation),
    ...(helpUri !== undefined && { helpUri }),
    help: { ...sarifMessage(...helpOf(control).map(([, text]) => text)), markdown: markdownOf(control) },
    defaultConfiguration: { level: 'error' },
    properties: {
      tags: TAGS,
      precision: 'very-high',
      'problem.severity': 'error',
      'security-severity': SECURITY_SEVERITY,
    },
  };
}

/** An identifier in Pascal case, as the standard's examples have it. */
function ruleName(title: string): string {
  const words = title.match(/[A-Za-z0-9]+/g) ?? [];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function helpOf(control: Control): (readonly [heading: string, text: string])[] {
  return [
    ['Rationale', control.rationale],
    ['Audit', control.audit],
    ['Remediation', control.remediation],
    ['Impact', control.impact],
    ['Default', control.defaultValue],
  ];
}

function markdownOf(control: Control): string {
  const children = [
    heading(1, [plain(`${control.benchmark} ${control.id}`)]),
    paragraph([plain(`${control.title}.`)]),
    ...helpOf(control).flatMap(([title, text]) => [heading(2, [plain(title)]), paragraph([plain(text)])]),
    heading(2, [plain('References')]),
    list(control.references.map((url) => [{ type: 'link', url, children: [plain(url)] }])),
  ];
  return toMarkdown({ type: 'root', children }, { bullet: '-' });
}
