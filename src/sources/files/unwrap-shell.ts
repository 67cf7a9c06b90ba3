import { mentionsApiServer } from '../../model/api-server-words.ts';
import { basename } from '../../model/basename.ts';
import { ExpansionRoom } from './expansion-room.ts';
import type { Reading, WrittenArgument } from './file-format.ts';
import { placesOf } from './scalar-places.ts';
import { readShellScript } from './shell-script.ts';
import type { SourceFile } from './source-file.ts';
import { wordFinder } from './word-finder.ts';

const SHELLS = new Set(['ash', 'bash', 'busybox', 'dash', 'ksh', 'sh', 'zsh']);

/** A script longer than this is not read: it is no start of an API server, and may be repeated by aliases. */
const MOST_CHARACTERS = 64 * 1024;

/** What stands behind the script and its name. */
const ALL_PARAMETERS = /^\$[@*]$/;

/** How often a shell may start another one. */
const MOST_SHELLS = 5;

/** The commands that `sh -c "…"` runs, each as a reading of its own; a reading without a shell as it is. */
export function unwrapShell(reading: Reading, file: SourceFile): Reading[] {
  const written = [...reading.arguments.map(({ text }) => text), ...(reading.variables?.values() ?? [])];
  return unwrapWith(new ExpansionRoom(written), reading, file, 0);
}

function unwrapWith(room: ExpansionRoom, reading: Reading, file: SourceFile, depth: number): Reading[] {
  const position = positionOfScript(reading.arguments);
  const script = reading.arguments[position];
  if (script === undefined || depth === MOST_SHELLS) return [reading];
  if (script.isOpaque || script.text.length > MOST_CHARACTERS) return unreadable(reading, script);
  const commands = readShellScript(script.text, reading.variables ?? new Map(), room);
  const locate = locator(script, script.file ?? file);
  const parameters = reading.arguments.slice(position + 2);
  const length = parameters.reduce((sum, { text }) => sum + text.length + 1, 0);
  return commands
    .map((words) => ({
      ...reading,
      arguments: words.flatMap(({ text, start, end, isOpaque, isSeveral }): readonly WrittenArgument[] =>
        ALL_PARAMETERS.test(text) && room.take(length)
          ? parameters
          : [
              {
                text,
                ...locate(start, end),
                ...(script.file && { file: script.file }),
                ...(isOpaque && { isOpaque }),
                ...(isSeveral && { isSeveral }),
              },
            ],
      ),
    }))
    .flatMap((command) => unwrapWith(room, command, file, depth + 1));
}

/** Where the script behind `sh -c` is, if the shell is the program or what a wrapper starts; -1 where there is none. */
function positionOfScript(args: readonly WrittenArgument[]): number {
  const shell = args.findIndex(
    ({ text }, index) => SHELLS.has(basename(text)) && /^-\w*$/.test(args[index + 1]?.text ?? ''),
  );
  if (shell < 0) return -1;
  const option = args.findIndex(({ text }, index) => index > shell && /^-[abd-z]*c[a-z]*$/.test(text));
  return option < 0 ? -1 : option + 1;
}

/** A script that speaks of an API server and cannot be read may start one with any arguments; another stays a shell. */
function unreadable(reading: Reading, { text, start, file }: WrittenArgument): Reading[] {
  if (!mentionsApiServer(text)) return [reading];
  const place = { start, end: start + 1, ...(file && { file }) };
  return [
    {
      ...reading,
      arguments: [
        { text: 'kube-apiserver', ...place },
        { text: '', ...place, isOpaque: true },
      ],
    },
  ];
}

/**
 * Finds the words of a script in the file. Where a variable was resolved inside the script, its text is not that of the
 * file: then a word is looked for as it is, and one that is not there has the place where the script begins.
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
