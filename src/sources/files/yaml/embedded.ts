import type { ReadDocument, WrittenInvocation } from '../file-format.ts';
import { innerFile, innerText } from '../inner/inner-file.ts';
import type { SourceFile } from '../source-file.ts';
import { readYaml } from './parse.ts';
import { textOf, type YamlValue } from './yaml.ts';

/**
 * What `read` returns for the YAML in a string of another document, with offsets into the outer file. Throws an
 * AuditError with the line there if the string is not YAML.
 */
export function readEmbedded(
  value: YamlValue | undefined,
  outer: SourceFile,
  read: ReadDocument,
): WrittenInvocation[] {
  const scalar = textOf(value);
  if (scalar === undefined) return [];
  const content = innerText(scalar, outer.text);
  const inner = innerFile(outer.path, content, outer);
  const written = readYaml(inner).flatMap((document) => read(document, inner) ?? []);
  return written.map((invocation) => ({
    ...invocation,
    start: content.rangeOf(invocation.start, invocation.start).start,
    arguments: invocation.arguments.map((argument) => ({
      ...argument,
      ...content.rangeOf(argument.start, argument.end),
    })),
  }));
}
