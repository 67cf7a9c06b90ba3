import { isScalar, isSeq } from 'yaml';
import { printable } from '../model/printable.ts';
import { isDay, MATCH_KEYS, type Waiver } from '../model/waiver.ts';
import { type SourceFile, toSourceFile } from '../sources/files/source-file.ts';
import { isUtf8Text } from '../sources/system/bytes.ts';
import { globFault, pathGlobFault } from './glob.ts';
import { contentsOf, errorAt, type Field, fieldsOf, positionOf, textOf } from './yaml-fields.ts';

const VERSION = 1;
/** Every format shows these texts. */
const MAX_TEXT = 1000;

/** The waivers that a text has, in their order. Throws an AuditError for anything that is not exactly that. */
export function parseWaivers(text: string, path: string): Waiver[] {
  const file = toSourceFile(path, text);
  if (!isUtf8Text(text)) throw errorAt(file, 0, 'this is not UTF-8', 'Save the file as UTF-8.');
  const top = fieldsOf(file, contentsOf(file), 'this file', ['version', 'waivers']);
  const version = top.get('version')?.value;
  if (!isScalar(version) || version.value !== VERSION) {
    throw errorAt(file, version, 'the version is not 1', `Write version: ${VERSION}.`);
  }
  const waivers = top.get('waivers')?.value;
  if (!isSeq(waivers)) {
    throw errorAt(file, waivers, 'waivers is not a list', 'Write waivers: and a list below it.');
  }
  return waivers.items.map((item) => toWaiver(file, item));
}

function toWaiver(file: SourceFile, item: unknown): Waiver {
  const fields = fieldsOf(file, item, 'this waiver', [...MATCH_KEYS, 'reason', 'approvedBy', 'until']);
  const required = (name: string): Field => {
    const field = fields.get(name);
    if (field) return field;
    throw errorAt(
      file,
      item,
      `this waiver has no ${name}`,
      'A waiver needs a reason, and until when it holds.',
    );
  };
  const match = MATCH_KEYS.flatMap((key) => {
    const field = fields.get(key);
    return field === undefined ? [] : [[key, globsOf(file, field.value, key)] as const];
  });
  if (match.length === 0) {
    throw errorAt(
      file,
      item,
      'this waiver does not say what it is about',
      `Give it a ${MATCH_KEYS.join(', ')}. To waive every failure, write host: '*'.`,
    );
  }
  const approvedBy = fields.get('approvedBy');
  return {
    match: Object.fromEntries(match),
    reason: printable(textOf(file, required('reason').value, 'reason', MAX_TEXT)),
    ...(approvedBy && { approvedBy: printable(textOf(file, approvedBy.value, 'approvedBy', MAX_TEXT)) }),
    until: dayOf(file, required('until').value),
    position: positionOf(file, item),
  };
}

/** One glob, or a list of them, of which one has to match. */
function globsOf(file: SourceFile, node: unknown, key: string): string[] {
  const items = isSeq(node) ? node.items : [node];
  if (items.length === 0) throw errorAt(file, node, `${key} is an empty list`, 'Say what it matches.');
  return items.map((item) => {
    const glob = printable(textOf(file, item, key, MAX_TEXT));
    const fault = key === 'path' ? pathGlobFault(glob) : globFault(glob);
    if (fault === undefined) return glob;
    throw errorAt(file, item, `${key} ${fault.what}`, fault.hint);
  });
}

/** YAML 1.1 makes a date of a day without quotes, YAML 1.2 a text. */
function dayOf(file: SourceFile, node: unknown): string {
  const isText = isScalar(node) && typeof node.value === 'string';
  const isDate = isScalar(node) && node.value instanceof Date;
  const day = isText ? String(node.value) : isDate ? (node.source ?? '') : '';
  if (isDay(day)) return day;
  throw errorAt(
    file,
    node,
    'until is not a day that there is',
    'Write it as 2026-12-31: the last day, in UTC.',
  );
}
