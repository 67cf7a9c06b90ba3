import type { AuditError } from '../../../model/problem.ts';
import type { FileToWrite, ReadInner } from '../file-format.ts';
import { decodeDataUrl, decodedText, gunzip, textOfDataUrl } from '../inner/decode.ts';
import { elsewhere, isTrue, plainContent, rangeOfValue, unitsToWrite } from '../inner/files-to-write.ts';
import { type InnerText, innerText } from '../inner/inner-file.ts';
import type { SourceFile } from '../source-file.ts';
import { at, isList, isMapping, itemsOf, stringAt, textOf, type YamlValue } from '../yaml/yaml.ts';

const VARIANT = /^(?:fcos|flatcar|openshift|r4e|fiot)$/;

/**
 * Ignition 1 to 3, also in OpenShift's MachineConfig, and what it is made from: Butane and Container Linux Config. See
 * https://coreos.github.io/ignition/specs/, https://coreos.github.io/butane/specs/ and
 * https://www.flatcar.org/docs/latest/provisioning/cl-config/specification/
 */
export const readIgnition: ReadInner = (document, file) => {
  const config = configIn(document);
  if (config === undefined) return undefined;
  const files = [
    ...itemsOf(at(config, 'storage', 'files')),
    ...itemsOf(at(config, 'storage', 'filesystems')).flatMap((system) => itemsOf(at(system, 'files'))),
  ];
  const others = at(config, 'ignition', 'config');
  const replacing = at(others, 'replace');
  // Nothing else of the file counts then.
  if (stringAt(replacing, 'source') && replacing)
    return [fragment('ignition.config.replace', replacing, file)];
  return [
    ...['append', 'merge'].flatMap((key) =>
      itemsOf(at(others, key)).map((value, index) =>
        fragment(`ignition.config.${key}[${index}]`, value, file),
      ),
    ),
    ...files.flatMap((item) => filesOf(item, file)),
    ...unitsToWrite(itemsOf(at(config, 'systemd', 'units')), file),
  ];
};

/** Container Linux Config has no sign of its own. */
function configIn(document: YamlValue): YamlValue | undefined {
  const apiVersion = stringAt(document, 'apiVersion');
  if (apiVersion?.startsWith('machineconfiguration.openshift.io/')) return at(document, 'spec', 'config');
  if (!isMapping(document) || apiVersion !== undefined) return undefined;
  const isConfig =
    at(document, 'ignition', 'version') !== undefined ||
    at(document, 'ignitionVersion') !== undefined ||
    VARIANT.test(stringAt(document, 'variant') ?? '') ||
    isList(at(document, 'storage', 'files')) ||
    isList(at(document, 'systemd', 'units'));
  return isConfig ? document : undefined;
}

/** A file has contents, and fragments that are appended to it. */
function filesOf(item: YamlValue, file: SourceFile): FileToWrite[] {
  const path = stringAt(item, 'path');
  if (path === undefined) return [];
  const contents = at(item, 'contents');
  const append = at(item, 'append');
  return [
    ...(contents ? [{ ...fragment(path, contents, file), isAppended: isTrue(append) }] : []),
    ...itemsOf(append).map((value) => ({ ...fragment(path, value, file), isAppended: true })),
  ];
}

function fragment(path: string, value: YamlValue, file: SourceFile): FileToWrite {
  const holder = at(value, 'remote') ?? value;
  const source = at(holder, 'source') ?? at(holder, 'url');
  const written = at(value, 'inline') ?? source ?? at(value, 'local') ?? value;
  return {
    path,
    place: rangeOfValue(written),
    content: () => {
      if (!isMapping(value) || at(value, 'inline')) return plainContent(written, file);
      if (at(value, 'local')) return elsewhere('a local file');
      return contentOf(source, stringAt(holder, 'compression') ?? '', file);
    },
  };
}

function contentOf(
  source: YamlValue | undefined,
  compression: string,
  file: SourceFile,
): InnerText | AuditError {
  const url = textOf(source);
  if (source === undefined || url === undefined || url.text === '') return plainContent(undefined, file);
  if (!/^data:/i.test(url.text)) return elsewhere('a URL');
  const plain = compression === '' ? textOfDataUrl(innerText(url, file.text)) : undefined;
  if (plain) return plain;
  const bytes = decodeDataUrl(url.text);
  return decodedText(compression === 'gzip' ? gunzip(bytes) : bytes, rangeOfValue(source));
}
