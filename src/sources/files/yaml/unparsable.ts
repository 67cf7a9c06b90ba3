import { AuditError } from '../../../model/audit-error.ts';
import type { SourceFile } from '../source-file.ts';

/**
 * The error for a file that is no YAML, for which a template is the usual reason. What is behind a colon in `what` is
 * text of the file, which may be a secret.
 */
export function unparsable(file: SourceFile, line: number, column: number, what: string): AuditError {
  const hint = file.text.includes('{{')
    ? 'If it is a template, audit what it renders to: helm template … | kubelet-https-audit -'
    : 'Mend it there.';
  const own = what.replace(/(?:: | version ).*$/s, '').replace(/ ![^ ]*/g, '');
  return new AuditError(`line ${line}, column ${column}: ${own}`, hint);
}
