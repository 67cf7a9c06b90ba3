import { hasOwnFlag } from '../../../model/api-server-words.ts';
import { isUtf8Text } from '../../system/bytes.ts';
import { programAt, type ReadText, type WrittenArgument } from '../file-format.ts';
import { readWord } from '../shell/script.ts';
import type { SourceFile } from '../source-file.ts';
import { assignedAt, locatorOf } from '../systemd/commands.ts';
import { type AssignedVariable, EXPORT, readOnlyAssignments } from '../systemd/environment-file.ts';
import { wordsOf } from '../systemd/words.ts';

/** `KUBE_API_ARGS`, `KUBE_APISERVER_OPTS`, `K8S_APISERVER_ARGS`. */
const NAME = /(?:KUBE|K8S)_?API/i;
const NAME_OF_OTHERS = /SCHEDULER|CONTROLLER|PROXY|KUBELET_(?!HTTPS)/i;
const MENTION = /kubelet[-_]?https/i;
const NAMED = /^--[\w-]+=/;

const NAME_OF_ARGUMENTS = /ARG|OPT|FLAG|PARAM/i;
/** A value that something else fills in. */
const FILLED_IN = /\$|\{\{|\{%|<%/;

/**
 * The variables of a unit or an init script, such as `/etc/kubernetes/apiserver`: those named for an API server that have
 * flags, or with flags that only API servers have, make one server. What systemd and a shell would read differently is
 * unknown, and so is which of several variables with different values of the flag comes last.
 */
export const readEnvironment: ReadText = (file) => {
  const assigned = isOfShell(file.text) ? undefined : readOnlyAssignments(file.text);
  // The last assignment of a name counts.
  const variables = [...new Map(assigned?.map((each) => [each.name.replace(EXPORT, ''), each])).values()];
  const own = variables.filter(isOfApiServer);
  const setting = own.filter(mayHoldFlag);
  const [first = own[0]] = setting;
  if (first === undefined) return undefined;
  const isUtf8 = isUtf8Text(file.text);
  const flags = own.flatMap((variable) => {
    const words = argumentsIn(file, variable, isUtf8);
    // What comes after it may be the value of its last flag, or may not.
    return setting.length > 0 && variable !== own.at(-1) ? withLastDoubtful(words, variable) : words;
  });
  const uses = new Set(flags.filter(mayBeFlag).map(({ text }) => text));
  const isOrdered = setting.length < 2 || uses.size < 2;
  const args = flags.map((flag) => (isOrdered || !mayBeFlag(flag) ? flag : { ...flag, ...UNORDERED }));
  return [
    {
      object: null,
      container: null,
      start: first.key.start,
      arguments: [programAt(first.key), ...args],
    },
  ];
};

/** Whether only a shell could read a text: it is a script, or what another program writes. */
function isOfShell(text: string): boolean {
  return text.startsWith('#!') || text.includes('$(');
}

function withLastDoubtful(words: readonly WrittenArgument[], { name }: AssignedVariable): WrittenArgument[] {
  const last = words.at(-1);
  if (last === undefined || !/^--[\w-]+$/.test(last.text) || MENTION.test(last.text)) return [...words];
  return [...words.slice(0, -1), { ...last, text: `$${name.replace(EXPORT, '')}`, isUnknown: true }];
}

function isOfApiServer(variable: AssignedVariable): boolean {
  const words = variable.text.split(/\s+/);
  const isNamed = NAME.test(variable.name) && !words.some((word) => word.startsWith('--kube-apiserver-arg'));
  return (
    hasOwnFlag(variable.text) ||
    mayHoldFlag(variable) ||
    (isNamed &&
      (words.some((word) => word.startsWith('--')) ||
        (NAME_OF_ARGUMENTS.test(variable.name) && FILLED_IN.test(variable.text))))
  );
}

const UNORDERED = {
  isUnknown: true,
  whyUnknown: 'another variable may set it to something else, and their order is not in this file',
} as const;

function mayBeFlag({ text, isUnknown }: WrittenArgument): boolean {
  return MENTION.test(text) || (isUnknown === true && !NAMED.test(text));
}

/** Whether a word is the flag, or a misspelling of it, and not the value of another. */
function isTheFlag(word: string): boolean {
  return word.startsWith('-') && MENTION.test(word.split('=', 1).join());
}

function mayHoldFlag({ name, text }: AssignedVariable): boolean {
  return MENTION.test(text) || (MENTION.test(name) && text !== '');
}

/** The words of a variable; in place of one that is doubtful, and may be the flag, the variable itself. */
function argumentsIn(file: SourceFile, variable: AssignedVariable, isUtf8: boolean): WrittenArgument[] {
  const { name, text, key, value } = variable;
  const locate = locatorOf({ file, key, value });
  const from = { assignedAt: [assignedAt({ file, key, value })] };
  const isCertain = isUtf8 && !(NAME_OF_OTHERS.test(name) && MENTION.test(text));
  const inShell = isCertain ? wordsInShell(file.text, variable) : undefined;
  return [...wordsOf(text, 'value')].map(({ text: word }, index): WrittenArgument => {
    const { start, end } = locate(word);
    const isPlain = isTheFlag(word) || (!MENTION.test(word) && !MENTION.test(name));
    if (inShell?.[index] === word && isPlain) return { text: word, start, end, ...from };
    const isOther = NAMED.test(word) && !MENTION.test(word);
    return { text: isOther ? word : `$${name.replace(EXPORT, '')}`, start, end, ...from, isUnknown: true };
  });
}

/** What a shell makes of a variable without quotes around it; undefined if that cannot be told. */
function wordsInShell(text: string, { name, text: read, value }: AssignedVariable): string[] | undefined {
  if (!EXPORT.test(name)) return splitAtBlanks(read);
  const written = text.slice(value.start, value.end);
  const word = readWord(written, 0, () => undefined);
  return word.isUnknown || written.slice(word.end).trim() !== '' ? undefined : splitAtBlanks(word.text);
}

function splitAtBlanks(text: string): string[] {
  return text.split(/[ \t\n]+/).filter((word) => word !== '');
}
