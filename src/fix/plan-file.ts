import { managerOf } from '../host/installations/settings.ts';
import type { Range } from '../model/argument.ts';
import { AuditError, NeedsManualEdit, type Problem } from '../model/problem.ts';
import { type FileToEdit, readForEdit } from '../replace/read-for-edit.ts';
import { isOwn } from '../replace/with-file.ts';
import { hasStatement, PLACEHOLDER } from '../sources/files/templates.ts';
import { decodeBytes, decodeUtf16 } from '../sources/system/bytes.ts';
import { cutsIn } from './cut/cuts-in.ts';
import { without } from './cut/ranges.ts';
import type { ArgumentInFile } from './servers-to-fix.ts';

/** A file without the flag. */
export interface Edit {
  readonly kind: 'edit';
  readonly path: string;
  readonly file: FileToEdit;
  readonly before: string;
  /** Ranges of the text, in order. */
  readonly cuts: readonly Range[];
  readonly after: string;
  /** The same change, to be made in an editor: a clause with its full stop. */
  readonly byHand: string;
}

/** A file that is left to be edited by hand. */
export interface ManualEdit {
  readonly kind: 'manual';
  readonly path: string;
  readonly problem: Problem;
  /** Something writes it again from what may be another file. */
  readonly isManaged?: true;
}

export type FilePlan = Edit | ManualEdit;

/** Where a file is: its path as the audit names it, the same for this process, and the directory it must be in. */
export interface WhereToEdit {
  readonly path: string;
  readonly reachedBy: string;
  readonly within: string;
  /** On a host, which file was read there, `device:inode`: several where processes see different ones. */
  readonly read?: ReadonlySet<string>;
}

const BYTE_ORDER_MARK = '\ufeff';

/** What becomes of a file without what is written for some arguments. */
export function planFile(where: WhereToEdit, toRemove: readonly ArgumentInFile[]): FilePlan {
  const { path, reachedBy, within, read } = where;
  try {
    rejectDoubtful(toRemove);
    const file = readForEdit(reachedBy, within);
    if (read) rejectForeign(file, read);
    const manager = managerOf(path) ?? managerOf(file.realPath);
    if (manager) return { ...manualEdit(path, toRemove, manager.reason, manager.hint), isManaged: true };
    if (decodeUtf16(file.bytes) !== undefined) throw new NeedsManualEdit('it is UTF-16');
    const before = decodeBytes(file.bytes);
    if (toRemove.some((each) => isFilledIn(each, before)) || hasStatement(before)) {
      throw new NeedsManualEdit('the file is a template');
    }
    const cuts = cutsInFile(before, toRemove);
    return {
      kind: 'edit',
      path,
      file,
      before,
      cuts,
      after: without(before, cuts),
      byHand: changeByHand(toRemove),
    };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    if (error instanceof NeedsManualEdit) return manualEdit(path, toRemove, error.message, error.instead);
    return manualEdit(path, toRemove, error.message, `${error.hint} Or ${changeByHand(toRemove)}`);
  }
}

function rejectDoubtful(toRemove: readonly ArgumentInFile[]): void {
  const encoded = toRemove.find(({ argument }) => argument.encodedIn !== undefined)?.argument.encodedIn;
  if (encoded !== undefined) {
    throw new NeedsManualEdit(
      `it is in the content of ${encoded}, which is encoded here`,
      `Remove ${toRemove.map(({ shown }) => `"${shown}"`).join(' and ')} from that file and encode it again, or edit what generates this file.`,
    );
  }
  if (toRemove.some(({ isOfUnknownProgram }) => isOfUnknownProgram))
    throw new NeedsManualEdit('it belongs to an unrecognised program');
  if (toRemove.some(({ isCertain }) => !isCertain))
    throw new NeedsManualEdit(
      "it follows an unrecognised flag and may be that flag's value",
      `Check whether that flag takes a value. If it does not, ${changeByHand(toRemove)}`,
    );
}

/** Any user's process can name a file, and see another one under its path than the host does. */
function rejectForeign(file: FileToEdit, read: ReadonlySet<string>): void {
  const { realPath, identity, uid } = file;
  if ([...read].some((each) => each !== `${Number(identity.dev)}:${Number(identity.ino)}`)) {
    throw new AuditError(
      `cannot edit ${realPath}: an API server sees a different file at this path, as in a container`,
      'Edit the file where the server runs.',
    );
  }
  if (!isOwn(file)) {
    throw new AuditError(
      `cannot edit ${realPath}: it belongs to uid ${uid}, and any process of that user may have named it`,
      'If it is the right file, name it on the command line.',
    );
  }
}

/** @param message why it is not edited here */
export function manualEdit(
  path: string,
  toRemove: readonly ArgumentInFile[],
  message: string,
  hint = capitalised(changeByHand(toRemove)),
): ManualEdit {
  const lines = [...new Set(toRemove.map(({ line }) => line))].sort((one, other) => one - other);
  return { kind: 'manual', path, problem: { path: `${path}:${lines.join(',')}`, message, hint } };
}

/** The change to make in an editor. */
function changeByHand(toRemove: readonly ArgumentInFile[]): string {
  const places = toRemove
    .toSorted((one, other) => one.line - other.line)
    .map(({ shown, line }) => `"${shown}" from line ${line}`);
  const all = [places.slice(0, -1).join(', '), ...places.slice(-1)].filter((part) => part !== '');
  return `remove ${all.join(' and ')} by hand.`;
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Whether something fills in the argument before the file is used: an unknown one may stand for its name. */
function isFilledIn({ argument, range }: ArgumentInFile, text: string): boolean {
  const [line = ''] = withoutMark(text).slice(range.start).split('\n', 1);
  return PLACEHOLDER.test(argument.isUnknown ? `${argument.text} ${line}` : argument.text);
}

/** Offsets of what is written do not count a byte-order mark. */
function cutsInFile(text: string, toRemove: readonly ArgumentInFile[]): Range[] {
  const unmarked = withoutMark(text);
  const mark = text.length - unmarked.length;
  const written = toRemove.map(({ range }) => range);
  return cutsIn(unmarked, written).map(({ start, end }) => ({ start: start + mark, end: end + mark }));
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}
