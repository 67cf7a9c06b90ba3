import { type Layout, lineOf } from './process-list-line.ts';

/** The columns ID, IMAGE, COMMAND in quotes of Go, CREATED and STATUS. */
const LINE = /^(?:[\da-f]{12}|[\da-f]{64})\s+\S+\s+"((?:[^"\\]|\\.)*)"\s+(?:\w+ )+ago\s+(Up |Restarting )?/;

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);

/** Of docker, podman or crictl. */
export function isContainerHeader(line: string): boolean {
  return /^CONTAINER(?: ID)? +IMAGE +[A-Z]/.test(line);
}

/**
 * A line of `docker ps`, which joins the words of a command with blanks as a process list does. Undefined for any other
 * line, and if its command has an unusual escape.
 * https://github.com/docker/cli/blob/master/cli/command/formatter/container.go
 * https://github.com/moby/moby/blob/master/daemon/container/view.go
 */
export const readContainerLine: Layout = (text) => {
  const [, quoted, isUp] = LINE.exec(text) ?? [];
  const escapes = quoted?.match(/\\./g) ?? [];
  if (quoted === undefined || escapes.some(([, character = '']) => !ESCAPED.has(character))) return undefined;
  const command = quoted.replace(/\\(.)/g, (_, character: string) => ESCAPED.get(character) ?? '');
  return isUp === undefined ? { pid: null, command, hasEnded: true } : lineOf(null, command);
};
