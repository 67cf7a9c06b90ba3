import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileFormat, ReadInner, WrittenInvocation } from '../../src/sources/files/file-format.ts';
import { type SourceFile, toSourceFile } from '../../src/sources/files/source-file.ts';
import { readYaml } from '../../src/sources/files/yaml/parse.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/files', import.meta.url));

export function readText(
  text: string,
  format: Exclude<FileFormat, { readonly readInner: ReadInner }>,
  path = 'file',
): ReturnType<typeof describe>[] | undefined {
  const file = toSourceFile(path, text);
  const readBeside = (name: string) => {
    const beside = join(FIXTURES, dirname(path), name);
    return existsSync(beside) ? toSourceFile(name, readFileSync(beside, 'utf8')) : undefined;
  };
  const written =
    'readText' in format
      ? format.readText(file, readBeside)
      : readYaml(file)
          .map((document) => format.readDocument(document, file))
          .reduce((all, found) => (found === undefined ? all : [...(all ?? []), ...found]), undefined);
  return written?.map((invocation) => describe(invocation, file));
}

/** What a format makes of a file under test/fixtures/files; undefined where it is of another format. */
export function readFixture(path: string, format: Parameters<typeof readText>[1]) {
  return readText(readFileSync(join(FIXTURES, path), 'utf8'), format, path);
}

/**
 * A reading with `line:column+length text` for each of its arguments, the name of the file before it where that is
 * another one, `…` after an opaque one.
 */
function describe(
  { start, arguments: args, file: _, details: __, ...rest }: WrittenInvocation,
  file: SourceFile,
) {
  const place = (from: number, to: number, own = file) => {
    const { line, column, length } = own.spanOf(from, to);
    return `${own.path === file.path ? '' : `${basename(own.path)}:`}${line}:${column}+${length}`;
  };
  return {
    ...rest,
    start: place(start, start + 1).replace(/\+.*/, ''),
    arguments: args.map(
      ({ text, start: from, end, isUnknown, file: own }) =>
        `${place(from, end, own)} ${text}${isUnknown ? '…' : ''}`,
    ),
  };
}
