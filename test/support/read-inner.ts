import { gzipSync } from 'node:zlib';
import { AuditError } from '../../src/model/problem.ts';
import { readFile } from '../../src/sources/files/read-file.ts';
import { toSourceFile } from '../../src/sources/files/source-file.ts';

/** A manifest with the flag in its last line. */
export const MANIFEST =
  'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command:\n    - kube-apiserver\n    - --kubelet-https=false\n';

export function base64(text: string | Buffer): string {
  return Buffer.from(text).toString('base64');
}

export function gzip64(text: string | Buffer): string {
  return base64(gzipSync(text));
}

/** `line:column object` for each thing that is started, with its arguments after the program; `error` where there is one. */
export function readInner(text: string): { started: string[] | undefined; error?: string } {
  const { invocations, error } = tried(text);
  const started = invocations?.map(({ origin, arguments: [, ...args] }) => {
    if (origin.kind !== 'file') throw new Error('a file was expected');
    const shown = args.map(
      ({ text: argument, span, isUnknown }) =>
        `${span?.line}:${span?.column}+${span?.length} ${argument}${isUnknown ? '…' : ''}`,
    );
    return [`${origin.line}:${origin.column} ${origin.object}`, ...shown].join(' | ');
  });
  return { started, ...(error && { error: error.message }) };
}

function tried(text: string): Partial<ReturnType<typeof readFile>> {
  try {
    return readFile(toSourceFile('config', text), () => undefined, undefined);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { error };
  }
}
