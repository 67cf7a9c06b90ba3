import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { audit } from '../../src/audit/audit.ts';
import { searchHost } from '../../src/host/search-host.ts';
import type { Finding, Report } from '../../src/model/report.ts';
import { hostTree, type TreeProcess } from './host-tree.ts';

/** Paths below a root with their texts; a text that begins with `->` is a link. */
export type TreeFiles = Readonly<Record<string, string>>;

export function writeTree(root: string, files: TreeFiles): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    if (text.startsWith('->')) symlinkSync(text.slice(2), join(root, path));
    else writeFileSync(join(root, path), text);
  }
}

/** What an audit is told where a test does not care. */
export const AUDIT_OPTIONS = {
  tool: { name: 'kubelet-https-audit', version: '0.1.0' },
  host: null,
  cluster: null,
  isHostNamed: false,
  startedAt: new Date(0),
  auditedAt: new Date(0),
  release: undefined,
  isStrict: false,
} as const;

/** What the audit says of a host with these processes and files. */
export async function auditTree(processes: readonly TreeProcess[], files: TreeFiles): Promise<Report> {
  const root = hostTree(processes);
  writeTree(root, files);
  return auditRoot(root);
}

export async function auditRoot(root: string): Promise<Report> {
  return audit(await searchHost('procfs', root, 'linux', new Map()), AUDIT_OPTIONS);
}

/** A finding in a line: status, what decides, and the place of it or of drift. */
export function lineOf({ status, evidence, warnings, reason }: Finding): string {
  const decisive = evidence.arguments.find(({ effective }) => effective);
  const place = decisive?.path === undefined ? [] : [`${decisive.path}:${decisive.span?.line}`];
  const others = warnings.flatMap(({ code, position: where }) => [
    where === undefined ? code : `${code} ${where.path}:${where.line}`,
  ]);
  return [status, status === 'unknown' ? reason : evidence.actual, ...place, ...others].join(' | ');
}
