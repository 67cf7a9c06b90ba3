import { isApiServerProgram, mentionsApiServer } from '../../model/api-server-words.ts';

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

export const FLAG = /^--?[A-Za-z][\w.-]*(?:=|$)/;
const SUBCOMMAND = /^(?:(?:openshift-)?(?:kube-)?apiserver|server|start)$/;

/** Whether a text with NUL characters is the command line of a program that may be an API server. */
export function isRawCommandLine(text: string): boolean {
  return text.includes('\0') && beginsCommandLine(text.split('\0', 3));
}

/** A program, perhaps its subcommand, and a flag. */
export function beginsCommandLine([program = '', first = '', second = '']: readonly string[]): boolean {
  const flag = SUBCOMMAND.test(first) ? second : first;
  return isApiServerProgram(program) && FLAG.test(flag);
}
