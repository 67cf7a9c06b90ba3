import { mentionsApiServer } from '../../model/api-server-words.ts';

/** A command line as ps shows it begins with the path or name of a program, a kernel thread has brackets. */
const PROGRAM_FIRST = /^(?:[\w./][\w./+-]*|\[[\w./:+-]+\])(?:\s|$)/;

/** What ps does not show: variables, redirections, and a line that goes on. */
const OF_SHELLS = /\$[\w({]|`|[<>|]\s|\\$/;

/**
 * Whether the lines of a text that mention an API server look like command lines as ps shows them: no assignments, keys
 * of a configuration or lines of a script.
 */
export function looksLikeCommandLines(text: string): boolean {
  const ofServers = text.split('\n').filter(mentionsApiServer);
  if (text.startsWith('#!')) return false;
  return ofServers.every((line) => PROGRAM_FIRST.test(line) && !OF_SHELLS.test(line));
}
