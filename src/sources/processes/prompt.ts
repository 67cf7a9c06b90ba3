import { isApiServerProgram, mentionsFlag } from '../../model/api-server-words.ts';
import { basename } from '../../model/argument.ts';
import { WRAPPERS } from '../../model/other-programs.ts';

/** `[root@node ~]# `, `user@host:~$ `, `bash-5.1$ `. */
const PROMPT =
  /^(?:\[[\w.-]+@[^\]]*\] ?|(?:\([\w.-]+\) ?)?[\w.-]+@[\w.-]+(?::| )[~/][^\s#$%]*? ?|(?:ba|z|k)?sh-[\d.]+[a-z]?)[#$%](?: +|$)/;

/** A prompt that may be anything else, before a command that shows something: `$ ps -ef`, `node:~ # cat x`. */
const BEFORE_VIEWER =
  /^(?:[\w.-]+:[~/][^\s#$%]* ?)?[#$] +(?=(?:sudo +)?(?:cat|crictl|docker|e?grep|head|journalctl|kubectl|less|oc|pgrep|podman|ps|ssh|systemctl|tail)\b)/;

/** What follows the prompt in a line of a terminal; undefined without one. */
export function commandAtPrompt(line: string): string | undefined {
  // To compile these takes longer than to read a manifest.
  if (!/[#$%]/.test(line)) return undefined;
  const [prompt] = PROMPT.exec(line) ?? BEFORE_VIEWER.exec(line) ?? [];
  return prompt && line.slice(prompt.length);
}

/** Whether a line of a terminal is a prompt with a command that only shows something, or with none. */
export function isPrompt(line: string): boolean {
  const command = commandAtPrompt(line);
  return command !== undefined && !command.split(/[|;&]+/).some(mayStartServer);
}

/** Programs that only show what they find. */
const VIEWERS = new Set([
  'cat',
  'egrep',
  'fgrep',
  'grep',
  'head',
  'journalctl',
  'less',
  'more',
  'pgrep',
  'ps',
  'rg',
  'tail',
  'zcat',
  'zgrep',
]);

function mayStartServer(command: string): boolean {
  const words = command.split(/\s+/).filter((word) => word !== '' && !/^-|^\w+=/.test(word));
  const program = words.find((word) => !WRAPPERS.has(basename(word))) ?? '';
  return isApiServerProgram(program) || (mentionsFlag(command) && !VIEWERS.has(basename(program)));
}

/**
 * A text that was copied from a terminal, with blanks in place of its prompts, so that what else is in it keeps its
 * place. As it is if it does not begin with a prompt.
 */
export function withoutPrompts(text: string): string {
  const [first = ''] = text.trimStart().split('\n', 1);
  if (!isPrompt(first.trimEnd())) return text;
  return text
    .split('\n')
    .map((line) => (isPrompt(line.trimEnd()) ? line.replace(/[^\r]/g, ' ') : line))
    .join('\n');
}
