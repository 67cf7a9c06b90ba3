import { NeedsManualEdit } from '../model/audit-error.ts';
import { without } from './cut/ranges.ts';
import { type FileToEdit, readForEdit } from '../replace/read-for-edit.ts';
import { cutsIn } from './cut/cuts-in.ts';
import type { Range } from '../model/argument.ts';
import { AuditError } from '../model/audit-error.ts';
import type { Obstacle } from '../model/repair.ts';
import { decodeBytes } from '../sources/system/bytes.ts';
import { decodeUtf16 } from '../sources/system/decode-utf16.ts';
import { encodeText } from '../sources/system/encode-text.ts';
import { managerOf } from '../sources/files/managed-files.ts';
import type { WrittenRemoval } from './servers-to-fix.ts';

/** What a file is to hold. */
export interface Edit {
  readonly kind: 'edit';
  readonly path: string;
  readonly file: FileToEdit;
  readonly before: string;
  /** Ranges of it, in order. */
  readonly deleted: readonly Range[];
  readonly after: string;
  readonly content: Buffer;
}

export type FilePlan =
  | Edit
  | {
      readonly kind: 'by hand';
      readonly path: string;
      readonly obstacle: Obstacle;
      /** Something writes it anew from what may be another file. */
      readonly isRewritten?: true;
    };

/** Where a file is: its path as the audit names it, the same for this process, and the directory it must be in. */
export interface WhereToEdit {
  readonly path: string;
  readonly reachedBy: string;
  readonly within: string;
  /** On a host, which file was read there, `device:inode`: several where processes see different ones. */
  readonly read?: ReadonlySet<string>;
}

const PLACEHOLDER = /\{\{|\{%|<%/;
/** What a template does beside filling in values: then a line may stand for several, or for none. */
const STATEMENT = /\{%|<%|\{\{-?\s*(?:block|define|else|end|if|include|range|template|with)\b/;
const BYTE_ORDER_MARK = '\ufeff';

/** What becomes of a file without what is written for some arguments. */
export function planFile(
  { path, reachedBy, within, read }: WhereToEdit,
  removals: readonly WrittenRemoval[],
): FilePlan {
  const refuse = (reason: string, hint?: string): FilePlan => {
    return { kind: 'by hand', path, obstacle: byHand(path, removals, reason, hint) };
  };
  if (removals.some(({ isOfUnknownProgram }) => isOfUnknownProgram))
    return refuse('it belongs to a program that is not known here');
  const doubtful = removals.find(({ isCertain }) => !isCertain);
  if (doubtful) return refuse('it stands behind a flag that is not known here, and may be its value');
  try {
    const file = readForEdit(reachedBy, within);
    if (read) rejectForeign(file, read);
    const owner = managerOf(path) ?? managerOf(file.realPath);
    if (owner) {
      return {
        kind: 'by hand',
        path,
        obstacle: byHand(path, removals, owner.reason, owner.hint),
        isRewritten: true,
      };
    }
    if (decodeUtf16(file.bytes) !== undefined) return refuse('it is UTF-16');
    const before = decodeBytes(file.bytes);
    if (removals.some((removal) => isFilledIn(removal, before)) || STATEMENT.test(before))
      return refuse('the file is a template', 'Edit the template by hand.');
    const deleted = deletedFrom(
      before,
      removals.map(({ range }) => range),
    );
    const after = without(before, deleted);
    return { kind: 'edit', path, file, before, deleted, after, content: encodeText(after) };
  } catch (error) {
    if (error instanceof NeedsManualEdit) return refuse(error.message);
    if (!(error instanceof AuditError)) throw error;
    return refuse(error.message, error.hint);
  }
}

/** Any user's process can name a file, and see another one under its path than the host does. */
function rejectForeign(
  { realPath, identity: { dev, ino }, uid }: FileToEdit,
  read: ReadonlySet<string>,
): void {
  if ([...read].some((each) => each !== `${Number(dev)}:${Number(ino)}`)) {
    throw new AuditError(
      `cannot edit ${realPath}: an API server sees another file under this path, as in a container`,
      'Repair that one where the server runs.',
    );
  }
  if (uid !== 0 && uid !== process.geteuid?.()) {
    throw new AuditError(
      `cannot edit ${realPath}: it belongs to uid ${uid}, whose processes may have pointed to it`,
      'If it is right, name the file itself.',
    );
  }
}

/** Why what is to be removed from a file has to be by hand. */
export function byHand(
  path: string,
  removals: readonly WrittenRemoval[],
  reason: string,
  hint = 'Remove the flag there by hand.',
): Obstacle {
  const lines = [...new Set(removals.map(({ line }) => line))];
  return { where: `${path}:${lines.join(',')}`, reason, hint };
}

/** Whether something fills in the argument before the file is used: one that is not known may have the place of its name. */
function isFilledIn({ argument, range }: WrittenRemoval, text: string): boolean {
  const [line = ''] = withoutMark(text).slice(range.start).split('\n', 1);
  return PLACEHOLDER.test(argument.isUnknown ? `${argument.text} ${line}` : argument.text);
}

/** Offsets of what is written do not count a byte-order mark. */
function deletedFrom(text: string, written: readonly Range[]): Range[] {
  const unmarked = withoutMark(text);
  const mark = text.length - unmarked.length;
  return cutsIn(unmarked, written).map(({ start, end }) => ({ start: start + mark, end: end + mark }));
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}
