import { mentionsApiServer } from '../../../model/api-server-words.ts';
import { basename } from '../../../model/argument.ts';
import { containersOf } from '../containers/engines.ts';
import { ExpansionRoom } from '../expansion-room.ts';
import { programAt, type WrittenArgument, type WrittenInvocation } from '../file-format.ts';
import { type SourceFile, wordFinder } from '../source-file.ts';
import { placesOf } from '../yaml/scalar-places.ts';
import { changesParameters, knownVariables, withoutQuotes } from './known-variables.ts';
import { readShellScript } from './script.ts';

const SHELLS = new Set(['ash', 'bash', 'busybox', 'dash', 'ksh', 'mksh', 'sh', 'zsh']);

/** Programs that take a command line in one argument. */
const STARTERS = new Set(['csh', 'fish', 'flock', 'runuser', 'script', 'sg', 'su', 'tcsh']);

/** Ways to run text that is not read as commands here. */
const UNREADABLE = /<<|(?<![\w/-])(?:alias|eval|function|xargs)(?![\w/-])/;

/** A variable or a substitution that starts an API server contains this. */
const PROGRAM = /(?:^|[\s/])kube-apiserver(?:\s|$)/;

/** No script that starts an API server is longer; aliases could repeat it. */
const MAX_CHARACTERS = 64 * 1024;

/** All arguments after the script and its name. Without the quotes, its words would be split again. */
const ALL_PARAMETERS = '"$@"';

/** How often a shell or container engine may start another one. */
const MAX_SHELLS = 5;

/**
 * The commands that `sh -c "…"` and containers run, each an invocation of its own; an invocation without a shell or a
 * container engine as it is.
 */
export function unwrapShell(invocation: WrittenInvocation, file: SourceFile): WrittenInvocation[] {
  const args = invocation.arguments.map(({ text }) => text);
  const values = [...(invocation.variables?.values() ?? [])];
  const mayStart = args.some(mentionsApiServer) || values.some((value) => PROGRAM.test(value));
  return unwrapWith(new ExpansionRoom([...args, ...values]), mayStart, invocation, file, 0);
}

function unwrapWith(
  room: ExpansionRoom,
  mayStart: boolean,
  invocation: WrittenInvocation,
  file: SourceFile,
  depth: number,
): WrittenInvocation[] {
  const contained = depth < MAX_SHELLS ? containersOf(invocation.arguments) : undefined;
  if (contained === 'unclear') return unreadable(invocation, invocation.arguments.some(namesServer));
  if (contained)
    return contained.flatMap((one) => unwrapWith(room, mayStart, { ...invocation, ...one }, file, depth + 1));
  const position = positionOfScript(invocation.arguments);
  const script = invocation.arguments[position];
  if (script === undefined) return unreadable(invocation, mayStart && startsUnseen(invocation.arguments));
  if (script.isUnknown || script.text.length > MAX_CHARACTERS || depth === MAX_SHELLS)
    return unreadable(invocation, mentionsApiServer(script.text), script);
  if (mayStart && UNREADABLE.test(withoutQuotes(script.text))) return unreadable(invocation, true, script);
  const before = invocation.arguments.slice(0, position).map(({ text }) => text);
  const variables = knownVariables([...before, script.text].join('\n'), invocation.variables ?? new Map());
  const commands = readShellScript(script.text, variables, room);
  if (commands.flat().some(({ text, isSplit }) => isSplit && PROGRAM.test(text)))
    return unreadable(invocation, true, script);
  const locate = locator(script, script.file ?? file);
  const parameters = changesParameters(script.text) ? undefined : invocation.arguments.slice(position + 2);
  const length = parameters?.reduce((sum, { text }) => sum + text.length + 1, 0) ?? 0;
  return commands
    .map((words) => ({
      ...invocation,
      variables,
      arguments: words.flatMap(({ text, start, end, isUnknown, isSplit }): readonly WrittenArgument[] =>
        parameters && script.text.slice(start, end) === ALL_PARAMETERS && room.take(length)
          ? parameters
          : [
              {
                text,
                ...locate(start, end),
                ...(script.file && { file: script.file }),
                ...(isUnknown && { isUnknown }),
                ...(isSplit && { isSplit }),
              },
            ],
      ),
    }))
    .flatMap((command) => unwrapWith(room, mayStart, command, file, depth + 1));
}

/** The image, program or subcommand of an API server. */
function namesServer({ text }: WrittenArgument): boolean {
  return /(?:^|\/)(?:kube-)?apiserver(?:[-:@]|$)/.test(text);
}

/** The position of the script of `sh -c`, if the shell is the program or what a wrapper starts; else -1. */
function positionOfScript(args: readonly WrittenArgument[]): number {
  const shell = args.findIndex(
    ({ text }, index) => SHELLS.has(basename(text)) && /^[-+]/.test(args[index + 1]?.text ?? ''),
  );
  let isCommand = false;
  for (let index = shell + 1; shell >= 0 && index < args.length; index += 1) {
    const option = args[index]?.text ?? '';
    const isEnd = /^--?$/.test(option);
    if (isEnd || !/^[-+]/.test(option)) return isCommand ? index + Number(isEnd) : -1;
    isCommand ||= /^-\w*c/.test(option);
    if (/^(?:[-+]\w*[oO]|--(?:rcfile|init-file))$/.test(option)) index += 1;
  }
  return -1;
}

/** Whether a program gets a command line in one argument, or a shell reads its commands from elsewhere. */
function startsUnseen(args: readonly WrittenArgument[]): boolean {
  const shell = args.findLastIndex(({ text }) => SHELLS.has(basename(text)));
  const isReading = shell >= 0 && args.slice(shell + 1).every(({ text }) => /^[-+]/.test(text));
  const isStarter = args.some(({ text }) => STARTERS.has(basename(text)));
  return (
    isReading || (isStarter && args.some(({ text }) => /\s/.test(text.trim()) && mentionsApiServer(text)))
  );
}

/**
 * A script that mentions an API server and cannot be read may start one with any arguments; any other stays a shell.
 */
function unreadable(
  invocation: WrittenInvocation,
  mayStart: boolean,
  place = invocation.arguments[0],
): WrittenInvocation[] {
  if (!mayStart || place === undefined) return [invocation];
  const program = programAt({ ...place, end: place.start + 1 });
  return [{ ...invocation, arguments: [program, { ...program, text: '', isUnknown: true }] }];
}

/**
 * Finds the words of a script in the file. If a variable was replaced in the script, its text differs from the file:
 * then each word is searched for, and one that is not found is placed at the start of the script.
 */
function locator(script: WrittenArgument, file: SourceFile) {
  const { isExact, startOf, endOf } = placesOf(script, file.text);
  const find = wordFinder(file.text.slice(script.start, script.end));
  return (start: number, end: number): { start: number; end: number } => {
    if (isExact) return { start: startOf(start), end: endOf(start, end) };
    const found = find(script.text.slice(start, end)) ?? { start: 0, end: 1 };
    return { start: script.start + found.start, end: script.start + found.end };
  };
}
