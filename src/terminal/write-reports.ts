import { AuditError } from '../model/problem.ts';
import { errnoMessage } from '../sources/system/errno.ts';

export interface ReportFile<Format extends string> {
  readonly format: Format;
  readonly path: string;
}

/**
 * Writes each report to its file, whatever becomes of the others, and gives back the errors.
 *
 * @param inputs the files that were read, which no report may replace
 */
export async function writeReports<Format extends string>(
  files: readonly ReportFile<Format>[],
  render: (format: Format) => Promise<string>,
  inputs: readonly string[],
): Promise<AuditError[]> {
  if (files.length === 0) return [];
  const { identitiesOf, writeReport } = await import('./write-report.ts');
  const taken = identitiesOf(inputs);
  const failures: AuditError[] = [];
  for (const { format, path } of files) {
    const text = await render(format);
    try {
      writeReport(path, text, taken);
    } catch (error) {
      failures.push(toWriteError(error, path));
    }
  }
  return failures;
}

function toWriteError(error: unknown, path: string): AuditError {
  if (error instanceof AuditError) return error;
  return new AuditError(
    `cannot write ${path}: ${errnoMessage(error)}`,
    'Choose another path, or fix the permissions.',
  );
}
