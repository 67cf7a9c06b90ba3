import type { Range } from '../../../model/argument.ts';
import { AuditError } from '../../../model/problem.ts';
import type { FileToWrite } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import type { YamlNode } from '../yaml/node.ts';
import { at, itemsOf, stringAt, textOf, type YamlValue } from '../yaml/yaml.ts';
import { type InnerText, innerText } from './inner-file.ts';

const ELSEWHERE_HINT = 'Audit that file by itself.';

/** Why the content of a file is not known: it is somewhere else. */
export function elsewhere(where: string): AuditError {
  return new AuditError(`it comes from ${where}`, ELSEWHERE_HINT);
}

/** A bool in YAML 1.1 or JSON. */
export function isTrue(value: YamlValue | undefined): boolean {
  return /^(?:true|yes|on|y|1)$/i.test(textOf(value)?.text ?? '');
}

export function rangeOfValue({ start, end }: YamlNode): Range {
  return { start, end };
}

/** The text of a scalar; empty if there is none. */
export function plainContent(value: YamlValue | undefined, file: SourceFile): InnerText | AuditError {
  if (value === undefined) return { text: '', rangeOf: () => ({ start: 0, end: 0 }) };
  const text = textOf(value);
  return text ? innerText(text, file.text) : new AuditError('it is not text', 'Check the file.');
}

/**
 * The units and drop-ins of `systemd.units` and `coreos.units`. One that is masked is a link to /dev/null, whatever its
 * content.
 */
export function unitsToWrite(units: readonly YamlValue[], file: SourceFile): FileToWrite[] {
  return units.flatMap((unit) => {
    const name = stringAt(unit, 'name');
    if (name === undefined) return [];
    const directory = isTrue(at(unit, 'runtime')) ? '/run/systemd/system' : '/etc/systemd/system';
    const dropIns = ['drop-ins', 'drop_ins', 'dropins'].flatMap((key) => itemsOf(at(unit, key)));
    return [
      ...unitToWrite(unit, `${directory}/${name}`, file, isTrue(at(unit, 'mask'))),
      ...dropIns.flatMap((dropIn) =>
        unitToWrite(dropIn, `${directory}/${name}.d/${stringAt(dropIn, 'name') ?? ''}`, file, false),
      ),
    ];
  });
}

function unitToWrite(unit: YamlValue, path: string, file: SourceFile, isMasked: boolean): FileToWrite[] {
  const local = at(unit, 'contents_local');
  const value = at(unit, 'content') ?? at(unit, 'contents') ?? local;
  if (value === undefined) return [];
  const content = () => {
    if (isMasked) return plainContent(undefined, file);
    return value === local ? elsewhere('a local file') : plainContent(value, file);
  };
  return [{ path, place: rangeOfValue(value), content }];
}
