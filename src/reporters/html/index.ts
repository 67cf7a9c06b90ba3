import { type Reporter, shownStatus } from '../../model/report.ts';
import { problemsOf, summaryLine } from '../words/examined.ts';
import { foldPasses } from '../words/folded-passes.ts';
import { hostLabel } from '../words/identity.ts';
import type { ShownStatus } from '../words/status.ts';
import { htmlControl, htmlExamined, htmlProblems, htmlRemediation, htmlWarnings } from './context.ts';
import { htmlFinding, htmlPasses } from './finding.ts';
import { htmlPage } from './page.ts';
import { code, fold, moment, section } from './words.ts';

const MEANINGS = {
  pass: 'Every API server found meets the control.',
  fail: 'At least one API server does not meet the control.',
  unknown: 'Could not determine whether every API server meets the control.',
  notapplicable: 'No API server was found, so there is nothing to audit.',
  waived: 'Every API server that does not meet the control is waived.',
} as const satisfies Record<ShownStatus, string>;

/** A self-contained page of evidence: no script, and nothing loaded from the network. */
export const html: Reporter = (report, { exitStatus, isVerbose }) => {
  const { control, tool, host, cluster, auditedAt, findings } = report;
  const status = shownStatus(report);
  const { shown, folded, words } = foldPasses(findings, isVerbose);
  const title = findings.length === 1 ? 'API server' : 'API servers';
  return htmlPage({
    tool,
    control,
    status,
    subject: hostLabel(report),
    verdict: [MEANINGS[status], ...(findings.length === 0 ? [] : [`${summaryLine(report)}.`])],
    facts: [
      ['Cluster', cluster === null ? null : code(cluster)],
      ['Host', host === null ? null : code(host)],
      ['Audited', moment(auditedAt)],
      ['Tool', `${tool.name} ${tool.version}`],
      ['Exit status', String(exitStatus)],
    ],
    sections: [
      findings.length === 0
        ? null
        : section(
            'servers',
            title,
            shown.map((finding) => htmlFinding(finding)),
            folded.length === 0 ? null : fold(words, htmlPasses(folded)),
          ),
      htmlProblems(problemsOf(report)),
      htmlWarnings(report.warnings ?? []),
      htmlRemediation(report),
      htmlExamined(report),
      htmlControl(control),
    ],
  });
};
