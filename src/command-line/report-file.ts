import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AuditError } from '../model/problem.ts';
import { parseChoice, rejectLostDirectory } from './option-values.ts';

export interface ReportFile<Format extends string> {
  readonly format: Format;
  readonly path: string;
}

/**
 * The values of --report, `format=file` each. Throws an AuditError for an unknown format, and for a file that is named
 * twice or is itself audited, whatever its paths.
 */
export function reportFilesOf<Format extends string>(
  values: readonly string[],
  formats: readonly Format[],
  targets: readonly string[],
): ReportFile<Format>[] {
  const audited = new Set(targets.filter((target) => target !== '-').map(identityOf));
  const taken = new Set<string>();
  return values.map((value) => {
    const equals = value.indexOf('=');
    const path = value.slice(equals + 1);
    if (equals < 1 || path === '' || path === '-') {
      throw new AuditError(
        `--report needs <format>=<file>, got '${value}'`,
        'For example: --report json=report.json. Use --format for standard output.',
      );
    }
    const format = parseChoice('format', value.slice(0, equals), formats);
    rejectLostDirectory([path]);
    const identity = identityOf(path);
    if (taken.has(identity)) {
      throw new AuditError(`two reports would be written to ${path}`, 'Give each report a file of its own.');
    }
    if (audited.has(identity)) {
      throw new AuditError(`the report would replace ${path}, which is being read`, 'Choose another file.');
    }
    taken.add(identity);
    return { format, path };
  });
}

/** The real path of a file, or of where it will be. */
function identityOf(path: string): string {
  const whole = resolve(path);
  for (const [existing, rest] of [
    [whole, ''],
    [dirname(whole), basename(whole)],
  ] as const) {
    try {
      return join(realpathSync(existing), rest);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
  return whole;
}

/** Throws an AuditError for a report that the next run would read with the others of its directory. */
export function rejectReportsAmong(reports: readonly ReportFile<string>[], targets: readonly string[]): void {
  for (const { path } of reports) {
    const identity = identityOf(path);
    const directory = targets.find((target) => identity.startsWith(join(identityOf(target), '/')));
    if (directory === undefined) continue;
    throw new AuditError(
      `the report ${path} would be among those in ${directory}`,
      'Write it to another directory, or the next merge reads it as well.',
    );
  }
}
