import type { SourceFile } from '../source-file.ts';
import { readPlain } from './plain.ts';
import type { ParsedYaml } from './yaml.ts';

/** Reads a file as `parseYaml` does. */
export type YamlReader = (file: SourceFile) => ParsedYaml;

/**
 * What reads a file. The reader of all YAML is loaded only for one that is not plain: to load it and to read one manifest
 * takes longer than all else in the audit of a host.
 */
export async function yamlReaderFor({ text }: SourceFile): Promise<YamlReader> {
  const plain = readPlain(text);
  return plain ? () => [plain] : (await import('./parse.ts')).parseAny;
}
