/** What has, or might be taken to have, a meaning in a glob that is not given to it here. */
const UNSUPPORTED = /[[\]{}\\]|^!/;

interface GlobFault {
  /** A phrase. */
  readonly what: string;
  readonly hint: string;
}

/** Why a glob cannot be used; undefined if it can. */
export function globFault(glob: string): GlobFault | undefined {
  const [character] = UNSUPPORTED.exec(glob) ?? [];
  return character === undefined ? undefined : { what: `has ${character} in it`, hint: SIGNS };
}

const SIGNS =
  'Only *, ** and ? stand for something else. Write ? for such a character, and a list for several globs.';

/** The same for the glob of a path, which has to match a file. */
export function pathGlobFault(glob: string): GlobFault | undefined {
  if (!glob.endsWith('/')) return globFault(glob);
  return { what: 'ends with /, as no file does', hint: 'For all files below a directory, end it with /**.' };
}

export function hasWildcard(glob: string): boolean {
  return /[*?]/.test(glob);
}

/** Whether a glob matches all of a text: `*` is any characters, `?` is one. */
export function matchesText(glob: string, text: string): boolean {
  return fits([...glob], [...text], isStar, (sign, character) => sign === '?' || sign === character);
}

/** The same for a path, where `*` and `?` match no slash, and the segment `**` any number of segments. */
export function matchesPath(glob: string, path: string): boolean {
  return fits(segmentsOf(glob), segmentsOf(path), (segment) => segment === '**', matchesText);
}

/** `a//./b` is `a/b`, and only the first slash may be the root. */
function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment, index) => segment !== '.' && (segment !== '' || index === 0));
}

function isStar(sign: string): boolean {
  return sign === '*';
}

/**
 * Whether a pattern is all of a list, where `isAny` elements of the pattern are any number of its items. Goes back only to the
 * last of these, so that no pattern takes longer than the product of both lengths: names and paths come from whoever starts
 * a process, and regular expressions made of globs take minutes for some.
 */
function fits(
  pattern: readonly string[],
  items: readonly string[],
  isAny: (element: string) => boolean,
  isOne: (element: string, item: string) => boolean,
): boolean {
  let at = 0;
  let index = 0;
  let retry: { readonly at: number; readonly index: number } | undefined;
  while (index < items.length) {
    const element = pattern[at];
    if (element !== undefined && isAny(element)) {
      at += 1;
      retry = { at, index };
    } else if (element !== undefined && isOne(element, items[index] ?? '')) {
      at += 1;
      index += 1;
    } else if (retry === undefined) {
      return false;
    } else {
      retry = { at: retry.at, index: retry.index + 1 };
      ({ at, index } = retry);
    }
  }
  return pattern.slice(at).every(isAny);
}
