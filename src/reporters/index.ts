import type { Reporter } from '../model/report.ts';

interface Format {
  readonly summary: string;
  readonly load: () => Promise<Reporter>;
}

/** Every format by name. A reporter is loaded when it is asked for. */
export const REPORTS = {
  text: { summary: 'for people', load: async () => (await import('./text.ts')).text },
  json: { summary: 'for scripts', load: async () => (await import('./json.ts')).json },
  jsonl: { summary: 'the same on one line, for logs', load: async () => (await import('./json.ts')).jsonl },
  ndjson: { summary: 'one line of JSON per finding', load: async () => (await import('./ndjson.ts')).ndjson },
  unix: {
    summary: 'one line per finding, as grep prints it',
    load: async () => (await import('./unix.ts')).unix,
  },
  junit: {
    summary: 'for Jenkins, GitLab and other CI systems',
    load: async () => (await import('./junit.ts')).junit,
  },
  sarif: {
    summary: 'SARIF 2.1.0 for code scanning',
    load: async () => (await import('./sarif/index.ts')).sarif,
  },
  github: {
    summary: 'GitHub Actions annotations',
    load: async () => (await import('./github.ts')).github,
  },
  markdown: {
    summary: 'for $GITHUB_STEP_SUMMARY and pull requests',
    load: async () => (await import('./markdown.ts')).markdown,
  },
  html: {
    summary: 'a web page to keep as evidence',
    load: async () => (await import('./html/index.ts')).html,
  },
  'kube-bench': {
    summary: 'JSON as kube-bench prints it',
    load: async () => (await import('./kube-bench.ts')).kubeBench,
  },
  prometheus: {
    summary: "for node_exporter's textfile collector",
    load: async () => (await import('./prometheus.ts')).prometheus,
  },
  policyreport: {
    summary: 'a ClusterPolicyReport for dashboards',
    load: async () => (await import('./policyreport.ts')).policyreport,
  },
  openreports: {
    summary: 'a Report of openreports.io, for dashboards and DefectDojo',
    load: async () => (await import('./openreports.ts')).openreports,
  },
  hdf: {
    summary: 'Heimdall Data Format, for MITRE SAF and Heimdall',
    load: async () => (await import('./hdf.ts')).hdf,
  },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof REPORTS;
