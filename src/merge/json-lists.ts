const [COMMA, OPEN, OPEN_LIST, CLOSE_LIST] = [0x2c, 0x7b, 0x5b, 0x5d];
const BLANKS: readonly number[] = [0x20, 0x09, 0x0d, 0x0a];
/** What may stand between documents, and begin one or a list of them. */
export const BEFORE_DOCUMENTS: readonly number[] = [OPEN, OPEN_LIST, ...BLANKS];

/** What may stand between the objects of a list. */
export class ListOfObjects {
  #last: 'nothing' | 'object' | 'comma' = 'nothing';

  /** Whether that byte may come next: a blank, a comma, the beginning of an object, or the end of the list. */
  accepts(byte: number): boolean {
    if (BLANKS.includes(byte)) return true;
    const before = this.#last;
    if (byte === CLOSE_LIST) return before !== 'comma';
    this.#last = byte === OPEN ? 'object' : 'comma';
    return byte === OPEN ? before !== 'object' : byte === COMMA && before === 'object';
  }
}

/** A key is looked for in so many bytes before its list, and in more where they are blank. */
const LOOK_BACK = 64;
const REPORTS_KEY = /"reports"[ \t\r\n]*:[ \t\r\n]*$/;

/**
 * Whether a text ends with the key of the reports of a fleet.
 *
 * @param tail so many of its last characters, or all
 */
export function endsWithReportsKey(tail: (length: number) => string): boolean {
  let before = -1;
  for (let length = LOOK_BACK; ; length *= 2) {
    const text = tail(length);
    let end = text.length;
    while (end > 0 && ' \t\r\n:'.includes(text.charAt(end - 1))) end -= 1;
    if (end >= '"reports"'.length || text.length === before) return REPORTS_KEY.test(text);
    before = text.length;
  }
}
