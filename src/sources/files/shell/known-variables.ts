/** A script with one of these may change any variable unseen. */
const CHANGING =
  /(?<![\w/-])(?:read|eval|source|unset|getopts|printf(?=\s+-v)|mapfile|readarray|let|declare|typeset|nameref|local|wait|coproc|alias|vared|env|sudo|su|runuser|IFS)(?![\w/-])|bin\/(?:env|sudo|su|runuser)(?![\w-])|(?:^|[\n;&|({]|(?:then|do|else|command|builtin|exec|!)[ \t])[ \t]*\.[ \t]|\(\(/;

const CHANGING_PARAMETERS =
  /(?<![\w/-])(?:eval|function|shift|source)(?![\w/-])|(?:^|[\n;&|({]|(?:then|do|else|command|builtin|exec|!)[ \t])[ \t]*\.[ \t]|\(\s*\)/;

/** A shell sets these itself. */
const OWN =
  /^(?:_|\d+|(?:OLD)?PWD|IFS|S?RANDOM|SECONDS|LINENO|E?UID|P?PID|PPID|SHLVL|OPT\w+|REPLY|BASH\w*|EPOCH\w+|COPROC|DIRSTACK|FUNCNAME|GROUPS|HISTCMD|MAPFILE|PIPESTATUS|SHELLOPTS)$/;

/** `set` with anything but options: `set -e` changes neither variables nor parameters. */
const SETTING =
  /(?<![\w/-])set(?![\w/-]|(?:[ \t]+[-+](?:[a-z]*o[ \t]+[a-z]+|[a-zA-Z]+))+[ \t]*(?:[;&|\n]|$))/;

/** A longer name is not found. */
const ASSIGNED = /(?<!\w)(?:(\w{1,64})(?:\[|:?[-+]?=)|(?:for|select)\s+(\w{1,64}))/g;

/** The variables that have the same value everywhere in the script and in the shells that it starts. */
export function knownVariables(
  script: string,
  variables: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const text = withoutQuotes(script);
  if (variables.size === 0 || CHANGING.test(text) || SETTING.test(text)) return new Map();
  const assigned = new Set([...text.matchAll(ASSIGNED)].map((match) => match[1] ?? match[2] ?? ''));
  return new Map(
    [...variables].filter(([name]) => !assigned.has(name) && !OWN.test(name) && name.length <= 64),
  );
}

/** Whether a script may change the parameters it was started with. */
export function changesParameters(script: string): boolean {
  const text = withoutQuotes(script);
  return CHANGING_PARAMETERS.test(text) || SETTING.test(text);
}

/** A script with quotes inside its words removed, as a shell sees the words. */
export function withoutQuotes(script: string): string {
  return script.replace(/\\\n|["'\\]/g, '');
}
