import { isApiServerProgram } from '../../../model/api-server-words.ts';
import type { HiddenArguments } from '../../../model/invocation.ts';
import { beginsCommandLine, FLAG, isRawCommandLine } from '../../processes/command-lines.ts';
import { withoutCut } from '../../processes/cut-off.ts';
import type { ReadText, WrittenArgument } from '../file-format.ts';

const BARE_FLAG = /^--?[A-Za-z][\w.-]*$/;

/** A prompt that was blanked. */
const BLANKED = /^ +$/;

const CUT: HiddenArguments = {
  reason: 'nothing ends the last argument, so it may be cut off',
  hint: 'Copy the whole of /proc/PID/cmdline.',
};

/**
 * A copy of `/proc/PID/cmdline`, or its arguments one a line as `tr '\0' '\n'` writes them: nothing is quoted, and an
 * empty line is an empty argument. See https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html
 */
export const readCommandLine: ReadText = ({ text }) => {
  const isRaw = isRawCommandLine(text);
  if (!isRaw && text.includes('\0')) return undefined;
  const all = wordsOf(text, isRaw ? '\0' : '\n').filter(({ text: word }) => !BLANKED.test(word));
  const isWhole = all.at(-1)?.text === '';
  const words = isWhole ? all.slice(0, -1) : withoutCut(all, '');
  if (!isRaw && !beginsCommandLine(words.map((word) => word.text))) return undefined;
  const others = words.filter((word, index) => index > 1 && !isFlagOrValue(word, words[index - 1]));
  // In lines, a text may begin like a command line.
  if (!isRaw && others.some((word) => !isApiServerProgram(word.text))) return undefined;
  const isOther = new Set(others);
  return [
    {
      object: null,
      container: null,
      start: 0,
      // Several command lines, one after the other, cannot be told apart for certain.
      arguments: words.map((word) => (isOther.has(word) ? { ...word, isUnknown: true } : word)),
      editInstead: 'what starts the server',
      ...(!isWhole && { mayGoOn: CUT }),
    },
  ];
};

function wordsOf(text: string, end: '\0' | '\n'): WrittenArgument[] {
  let offset = 0;
  return text.split(end).map((written) => {
    const start = offset;
    offset += written.length + 1;
    const word = end === '\n' ? written.replace(/\r$/, '') : written;
    return { text: word, start, end: start + word.length };
  });
}

/** An empty argument is neither, but begins no command line. */
function isFlagOrValue({ text }: WrittenArgument, previous: WrittenArgument | undefined): boolean {
  const mayBeValue = BARE_FLAG.test(previous?.text ?? '') && !isApiServerProgram(text);
  return text === '' || FLAG.test(text) || mayBeValue;
}
