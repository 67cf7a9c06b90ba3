import type { ReadDocument, WrittenInvocation } from '../file-format.ts';
import { type SourceFile, toSourceFile } from '../source-file.ts';
import { placesOf } from './scalar-places.ts';
import { readYaml, textOf, type YamlValue } from './yaml.ts';

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
  const { startOf: toOuter, endOf: toOuterEnd } = placesOf(scalar, outer.text);
  const inner: SourceFile = {
    ...toSourceFile(outer.path, scalar.text),
    spanOf: (start, end) => outer.spanOf(toOuter(start), toOuterEnd(start, end)),
  };
  const written = readYaml(inner).flatMap((document) => read(document, inner) ?? []);
  return written.map((invocation) => ({
    ...invocation,
    start: toOuter(invocation.start),
    arguments: invocation.arguments.map((argument) => ({
      ...argument,
      start: toOuter(argument.start),
      end: toOuterEnd(argument.start, argument.end),
    })),
  }));
}
