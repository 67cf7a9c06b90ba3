import type { FleetReporter } from '../../model/fleet.ts';

interface Format {
  readonly summary: string;
  readonly load: () => Promise<FleetReporter>;
}

/** Every format for many hosts by name; one of a single host that is not here has none for many. */
export const FLEET_REPORTS = {
  text: { summary: 'for people', load: async () => (await import('./text.ts')).text },
  json: {
    summary: 'for scripts, and for another merge',
    load: async () => (await import('./json.ts')).json,
  },
  jsonl: { summary: 'the same on one line', load: async () => (await import('./json.ts')).jsonl },
  ndjson: {
    summary: 'one line of JSON per finding',
    load: async () => (await import('./lines.ts')).ndjson,
  },
  unix: {
    summary: 'one line per finding, as grep prints it',
    load: async () => (await import('./lines.ts')).unix,
  },
  junit: {
    summary: 'for Jenkins, GitLab and other CI systems',
    load: async () => (await import('./junit.ts')).junit,
  },
  sarif: {
    summary: 'SARIF 2.1.0 for code scanning',
    load: async () => (await import('./sarif.ts')).sarif,
  },
  github: {
    summary: 'GitHub Actions annotations',
    load: async () => (await import('./lines.ts')).github,
  },
  markdown: {
    summary: 'for $GITHUB_STEP_SUMMARY and pull requests',
    load: async () => (await import('./markdown.ts')).markdown,
  },
  html: {
    summary: 'a web page to keep as evidence',
    load: async () => (await import('./html/index.ts')).html,
  },
  prometheus: {
    summary: "for node_exporter's textfile collector",
    load: async () => (await import('./prometheus.ts')).prometheus,
  },
  policyreport: {
    summary: 'ClusterPolicyReports for dashboards',
    load: async () => (await import('./lists.ts')).policyreport,
  },
  openreports: {
    summary: 'Reports of openreports.io, for dashboards and DefectDojo',
    load: async () => (await import('./lists.ts')).openreports,
  },
  hdf: {
    summary: 'Heimdall Data Format, for MITRE SAF and Heimdall',
    load: async () => (await import('./lists.ts')).hdf,
  },
} as const satisfies Record<string, Format>;

export type FleetFormatName = keyof typeof FLEET_REPORTS;
