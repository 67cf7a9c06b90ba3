import type { Control } from '../../model/control.ts';
import type { Tool } from '../../model/report.ts';
import { SOURCE_ROOT } from './location.ts';
import { sarifRule } from './rule.ts';

const INFORMATION_URI = 'https://github.com/OWNER/kubelet-https-audit#readme';
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

interface Run {
  readonly automationDetails?: { readonly id: string };
  /** One for each host. */
  readonly invocations: readonly object[];
  readonly results: readonly object[];
  readonly properties: object;
}

/** A log of one run. */
export function sarifLog({ name, version }: Tool, control: Control, run: Run): string {
  const driver = {
    name,
    version,
    semanticVersion: version,
    informationUri: INFORMATION_URI,
    rules: [sarifRule(control)],
  };
  const common = {
    tool: { driver },
    originalUriBaseIds: {
      [SOURCE_ROOT]: { description: { text: 'The directory in which the audit ran.' } },
    },
    columnKind: 'utf16CodeUnits',
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [{ ...common, ...run }] }, null, 2)}\n`;
}
