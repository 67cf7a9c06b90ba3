import { basename } from '../../../model/argument.ts';
import { UnreadableFile } from '../../system/descriptors.ts';
import { ExpansionRoom } from '../expansion-room.ts';
import { programAt, type ReadText, type WrittenArgument } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';

/** Three dashes do not make a flag, but were meant to. */
const FLAG_LINE = /^["']?-{1,3}[A-Za-z$]/;
const VARIABLE_LINE = /^\$(\w+|\{\w+\})$/;
/** Flags that no other component of Kubernetes has. */
const ONLY_OF_API_SERVERS = /^--(etcd[-_]servers|kubelet[-_]https)(=|$)/;

/**
 * The flags of an API server, one or more per line, as MicroK8s (`args/kube-apiserver`) and Charmed Kubernetes keep
 * them.
 */
export const readArgumentFile: ReadText = (file) => {
  const lines = linesOf(file);
  const first = lines.find(({ text }) => !VARIABLE_LINE.test(text))?.text ?? '';
  const others = lines.filter(({ text }) => !FLAG_LINE.test(text) && !VARIABLE_LINE.test(text));
  if (!FLAG_LINE.test(first) || others.length * 2 > lines.length) return undefined;
  if (!lines.some(({ text }) => /^["']?--/.test(text))) return undefined;
  const flags = lines.flatMap(argumentsOf);
  if (!isNamedForApiServer(file.path) && !flags.some(({ text }) => ONLY_OF_API_SERVERS.test(text))) {
    return undefined;
  }
  const program = programAt({ start: 0, end: 0 });
  return [{ object: null, container: null, start: 0, arguments: [program, ...flags] }];
};

interface Line {
  /** Without blanks around it. */
  readonly text: string;
  readonly start: number;
}

/** Without empty lines and comments. */
function linesOf({ text, lines }: SourceFile): Line[] {
  const found: Line[] = [];
  let offset = 0;
  for (const line of lines) {
    const trimmed = line.trim();
    const start = offset + line.length - line.trimStart().length;
    if (trimmed !== '' && !trimmed.startsWith('#')) found.push({ text: trimmed, start });
    offset += line.length;
    offset += text.startsWith('\r\n', offset) ? 2 : 1;
  }
  return found;
}

/** kubelite drops every quote, then splits at blanks. It expands variables later; they are kept here. */
function argumentsOf({ text, start }: Line): WrittenArgument[] {
  if (VARIABLE_LINE.test(text)) return [{ text, start, end: start + text.length, isUnknown: true }];
  return [...text.matchAll(/[^ \t]+/g)].flatMap(({ 0: word, index }) => {
    const unquoted = word.replace(/["']/g, '');
    const place = { start: start + index, end: start + index + word.length };
    return unquoted === '' ? [] : [{ text: unquoted, ...place }];
  });
}

/**
 * What kubelite reads from a file: it drops every quote, splits at spaces, and replaces variables. Without an
 * `environment`, arguments with variables are unknown. Throws UnreadableFile if they become too long. See
 * https://github.com/canonical/microk8s/tree/master/build-scripts/components/kubernetes/patches
 */
export function readKubeliteArguments(
  file: SourceFile,
  environment: ReadonlyMap<string, string> | undefined,
): WrittenArgument[] {
  const room = new ExpansionRoom([file.text, ...(environment?.values() ?? [])]);
  const limited = (name: string) => {
    const value = environment?.get(name) ?? '';
    if (!room.take(value.length)) throw new UnreadableFile('too long once its variables are replaced');
    return value;
  };
  return linesOf(file).flatMap(({ text, start }) =>
    [...text.matchAll(/[^ ]+/g)].map(({ 0: word, index }) => {
      const unquoted = word.replace(/["']/g, '');
      const isUnknown = environment === undefined && unquoted.includes('$');
      const expanded = environment === undefined ? unquoted : expand(unquoted, limited);
      const place = { start: start + index, end: start + index + word.length, file };
      return { text: expanded, ...place, ...(isUnknown && { isUnknown: true as const }) };
    }),
  );
}

/** Like Go's os.ExpandEnv: `$NAME` and `${NAME}`, empty if not defined. */
function expand(text: string, resolve: (name: string) => string): string {
  return text.replace(/\$(?:\{([^{}]*)\}|(\w+))/g, (_, braced, plain) => resolve(braced ?? plain));
}

/** `…/args/kube-apiserver`, and `args` below a directory `kube-apiserver`. */
function isNamedForApiServer(path: string): boolean {
  const name = basename(path);
  return name === 'kube-apiserver' || (name === 'args' && path.split('/').includes('kube-apiserver'));
}
