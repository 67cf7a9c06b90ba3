/** A script with one of these may change any variable in ways that are not seen. */
const CHANGING =
  /(?<![\w/-])(?:read|for|eval|source|unset|set|getopts|select|printf|mapfile|readarray|let|declare|typeset|nameref|local|wait|coproc|alias|vared|env|sudo|su|runuser|IFS)(?![\w/-])|bin\/(?:env|sudo|su|runuser)(?![\w-])|(?<![^\s;&|(])\.\s|\(\(/;

const CHANGING_PARAMETERS =
  /(?<![\w/-])(?:eval|for|function|select|set|shift|source|until|while)(?![\w/-])|(?<![^\s;&|(])\.\s|\(\s*\)/;

/** These a shell sets itself. */
const OWN =
  /^(?:_|\d+|(?:OLD)?PWD|IFS|S?RANDOM|SECONDS|LINENO|E?UID|P?PID|PPID|SHLVL|OPT\w+|REPLY|BASH\w*|EPOCH\w+|COPROC|DIRSTACK|FUNCNAME|GROUPS|HISTCMD|MAPFILE|PIPESTATUS|SHELLOPTS)$/;

/** A longer name is not found. */
const ASSIGNED = /(?<!\w)(\w{1,64})(?:\[|:?[-+]?=)/g;

/** The variables that have the same value wherever in the script they are used, and in the shells that it starts. */
export function knownVariables(
  script: string,
  variables: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const text = withoutQuotes(script);
  if (variables.size === 0 || CHANGING.test(text)) return new Map();
  const assigned = new Set([...text.matchAll(ASSIGNED)].map((match) => match[1] ?? ''));
  return new Map(
    [...variables].filter(([name]) => !assigned.has(name) && !OWN.test(name) && name.length <= 64),
  );
}

/** Whether the parameters of a script may be others than it was started with. */
export function changesParameters(script: string): boolean {
  return CHANGING_PARAMETERS.test(withoutQuotes(script));
}

/** What a shell takes for the words of a script, though quotes may be within them. */
export function withoutQuotes(script: string): string {
  return script.replace(/\\\n|["'\\]/g, '');
}
