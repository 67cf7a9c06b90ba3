import type { PhrasingContent, RootContent, TableRow } from 'mdast';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import { problemPlace } from '../model/problem.ts';
import { type Finding, outcomeOf, type Report, type Reporter, shownStatus } from '../model/report.ts';
import type { EvidenceArgument, Warning } from '../model/verdict.ts';
import {
  code,
  details,
  heading,
  lineBreak,
  list,
  paragraph,
  plain,
  sentence,
  strong,
} from './markdown-nodes.ts';
import { examinedWords, problemsOf, summaryLine } from './words/examined.ts';
import { findingPosition, listedArguments } from './words/finding.ts';
import { foldPasses } from './words/folded-passes.ts';
import { positionWords, shorten, timeWords } from './words/layout.ts';
import { originFacts, originLabel, serverLabel } from './words/origin.ts';
import { remediationsOf, remediationWords } from './words/remediations.ts';
import { WORDS, waiverWords } from './words/status.ts';

const EXTENSIONS = [gfmTableToMarkdown({ tablePipeAlign: false })];
const COLUMNS = ['Status', 'API server', 'Evidence', 'Location'];

/** Markdown as GitHub reads it, for the summary of a job and for pull requests. */
export const markdown: Reporter = (report, { isVerbose }) => {
  const { findings, control, host, cluster, tool, auditedAt } = report;
  const warnings = [
    ...findings.flatMap((finding) =>
      finding.warnings.map((warning) => warningItem(serverLabel(finding), warning)),
    ),
    ...(report.warnings ?? []).map(runWarning),
  ];
  const { shown, folded, words } = foldPasses(findings, isVerbose);
  const children: RootContent[] = [
    heading(2, [plain(`${WORDS[shownStatus(report)]}: CIS ${control.id} `), ...sentence(control.title)]),
    paragraph([
      ...(cluster === null ? [] : [plain('Cluster '), ...code(cluster), plain(', ')]),
      ...(host === null ? [] : [plain(cluster === null ? 'Host ' : 'host '), ...code(host), plain(', ')]),
      ...sentence(`${timeWords(auditedAt)}, ${tool.name} ${tool.version}.`),
      plain(` ${report.status === 'notapplicable' ? 'No API server found' : summaryLine(report)}.`),
    ]),
    ...findingTable(shown),
    ...(folded.length === 0 ? [] : details(words, findingTable(folded))),
    ...section('Warnings', warnings),
    ...section(
      'Problems',
      problemsOf(report).map((problem) => [
        ...code(problemPlace(problem)),
        plain(': '),
        ...sentence(`${shorten(problem.message)}. ${shorten(problem.hint)}`),
      ]),
    ),
    ...section(
      'Remediation',
      remediationsOf(report).map((remediation) => sentence(remediationWords(remediation))),
    ),
    ...examinedBlocks(report),
  ];
  return toText(children);
};

function warningItem(about: string, { code: name, message }: Warning): PhrasingContent[] {
  return [...code(about), plain(': '), ...sentence(message), plain(' '), ...code(name)];
}

/** A warning of no server, with its place. */
export function runWarning(warning: Warning): PhrasingContent[] {
  const { position } = warning;
  return warningItem(position === undefined ? 'run' : positionWords(position), warning);
}

export function toText(children: RootContent[]): string {
  return toMarkdown({ type: 'root', children }, { extensions: EXTENSIONS, bullet: '-' });
}

function findingTable(findings: readonly Finding[]): RootContent[] {
  return findings.length === 0 ? [] : [table([COLUMNS.map((name) => [plain(name)]), ...findings.map(cells)])];
}

/** The cells of a finding, in the order of COLUMNS. */
function cells(finding: Finding): PhrasingContent[][] {
  const position = findingPosition(finding);
  const where = position ? positionWords(position) : originFacts(finding.origin).executable;
  return [
    [strong(WORDS[outcomeOf(finding)])],
    code(serverLabel(finding)),
    evidence(finding),
    where === null ? [plain('unknown')] : code(where),
  ];
}

function evidence({ evidence: { arguments: all }, reason, hint, waiver }: Finding): PhrasingContent[] {
  const shown = listedArguments(all);
  const isExplained = shown.some(({ effective }) => effective);
  const lines = [
    ...shown.map(argumentWords),
    ...(shown.length < all.length ? [[plain(`and ${all.length - shown.length} more`)]] : []),
    ...(isExplained ? [] : [sentence(shorten(reason))]),
    ...(hint === undefined ? [] : [sentence(hint)]),
    ...(waiver === undefined ? [] : [sentence(shorten(waiverWords(waiver)))]),
  ];
  return lines.flatMap((line, index) => (index === 0 ? line : [lineBreak(), ...line]));
}

function argumentWords({ text, index, note, path, span }: EvidenceArgument): PhrasingContent[] {
  const where =
    path === undefined || span === undefined
      ? [plain(`argument ${index}`)]
      : code(positionWords({ ...span, path }));
  return [...code(text), plain(' ('), ...where, plain(') '), ...sentence(note)];
}

function examinedBlocks({ examined }: Report): RootContent[] {
  const { setAside, hostFiles = [] } = examined;
  const asides = setAside.map(({ program, origin, reason }) => [
    ...code(program),
    plain(', '),
    ...code(originLabel(origin)),
    plain(': '),
    ...sentence(reason),
  ]);
  return [
    heading(3, [plain('Examined')]),
    paragraph(sentence(`${examinedWords(examined)}. ${examined.note ?? ''}`.trim())),
    ...(asides.length === 0
      ? []
      : [paragraph([plain('Ignored (they mention an API server but are not one):')]), list(asides)]),
    ...(hostFiles.length === 0
      ? []
      : [paragraph([plain('Also read, to see what starts the API servers:')]), list(hostFiles.map(code))]),
  ];
}

export function section(title: string, items: readonly PhrasingContent[][]): RootContent[] {
  return items.length === 0 ? [] : [heading(3, [plain(title)]), list(items)];
}

export function table(rows: readonly (readonly PhrasingContent[][])[]): RootContent {
  const toRow = (row: readonly PhrasingContent[][]): TableRow => ({
    type: 'tableRow',
    children: row.map((children) => ({ type: 'tableCell', children })),
  });
  return { type: 'table', children: rows.map(toRow) };
}
