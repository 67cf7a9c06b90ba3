import { AuditError } from '../../../model/problem.ts';
import type { FileToWrite, ReadInner } from '../file-format.ts';
import { decodeBase64, decodedText, gunzip } from '../inner/decode.ts';
import { elsewhere, isTrue, plainContent, rangeOfValue, unitsToWrite } from '../inner/files-to-write.ts';
import type { InnerText } from '../inner/inner-file.ts';
import type { SourceFile } from '../source-file.ts';
import { at, isMapping, itemsOf, stringAt, textOf, type YamlValue } from '../yaml/yaml.ts';

const HEADER = /^(## template:[ \t]*jinja[ \t]*\r?\n)?#cloud-config\b/;

/** What Jinja does apart from filling in values. */
const STATEMENT = /\{[%#]/;

/**
 * cloud-init and CoreOS: `write_files` and `coreos.units`. CoreOS takes a dash in a key for an underscore. See
 * https://docs.cloud-init.io/en/latest/reference/modules.html#write-files and
 * https://github.com/coreos/coreos-cloudinit/tree/master/config
 */
export const readCloudConfig: ReadInner = (document, file) => {
  if (!isMapping(document) || at(document, 'kind') !== undefined) return undefined;
  const header = HEADER.exec(file.text);
  const files = itemsOf(at(document, 'write_files') ?? at(document, 'write-files'));
  const units = itemsOf(at(document, 'coreos', 'units'));
  if (header === null && files.length + units.length === 0) return undefined;
  const isLate = (item: YamlValue) => isTrue(at(item, 'defer'));
  const inOrder = [...files.filter((item) => !isLate(item)), ...files.filter(isLate)];
  const written = [...inOrder.flatMap((item) => fileOf(item, file)), ...unitsToWrite(units, file)];
  return header?.[1] === undefined ? written : written.map(withoutStatements);
};

function fileOf(item: YamlValue, file: SourceFile): FileToWrite[] {
  const path = textOf(at(item, 'path'));
  if (path === undefined) return [];
  const value = at(item, 'content');
  const encoding = stringAt(item, 'encoding') ?? '';
  const isFetched = at(item, 'source', 'uri') !== undefined;
  return [
    {
      path: path.text,
      place: value ? rangeOfValue(value) : path,
      content: () => (isFetched ? elsewhere('a URL') : contentOf(value, encoding, file)),
      isAppended: isTrue(at(item, 'append')),
    },
  ];
}

/** An unknown encoding is none, as for cloud-init. */
const ENCODING = /^(gz|gzip)?(?:^|\+|$)(b64|base64)?$/;

function contentOf(value: YamlValue | undefined, encoding: string, file: SourceFile): InnerText | AuditError {
  const [, isZipped, isBase64] = ENCODING.exec(encoding.trim().toLowerCase()) ?? [];
  const text = textOf(value);
  if (value === undefined || text === undefined || (!isZipped && !isBase64)) return plainContent(value, file);
  const bytes = isBase64 ? decodeBase64(text.text) : Buffer.from(text.text);
  return decodedText(isZipped ? gunzip(bytes) : bytes, rangeOfValue(value));
}

function withoutStatements(written: FileToWrite): FileToWrite {
  return {
    ...written,
    content: () => {
      const content = written.content();
      return content instanceof AuditError || !STATEMENT.test(content.text)
        ? content
        : new AuditError('it is a Jinja template', 'Audit what the template renders to.');
    },
  };
}
