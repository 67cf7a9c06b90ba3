import { basename } from '../../../model/argument.ts';
import { WRAPPERS } from '../../../model/other-programs.ts';
import type { WrittenArgument, WrittenInvocation } from '../file-format.ts';
import { inImage } from './image.ts';
import { GLOBAL, RKT, RUN } from './option-tables.ts';
import { type Option, readOptions } from './options.ts';

/** What a container runs. */
export type Contained = Pick<WrittenInvocation, 'arguments' | 'variables' | 'version'>;

/** Reads what follows `run`; undefined if it is unclear where the options of the engine end. */
type ReadRun = (args: readonly WrittenArgument[], from: number) => Contained[] | undefined;

const DOCKER_ALIKE = ['docker', 'docker-current', 'docker-latest', 'podman'];

/** A lock file may have the name of an engine as well. */
const MAX_CANDIDATES = 4;

/**
 * The containers that `docker run`, `podman run`, `create` or `rkt run` start, after `sudo` and the like as well;
 * `unclear` if options before an image cannot be told from what follows it. Undefined for every other command.
 */
export function containersOf(args: readonly WrittenArgument[]): Contained[] | 'unclear' | undefined {
  const isWrapped = WRAPPERS.has(basename(args[0]?.text ?? ''));
  const candidates = (isWrapped ? [...args.keys()] : [0]).filter((index) => isEngine(args[index]));
  for (const position of candidates.slice(0, MAX_CANDIDATES)) {
    const isRkt = basename(args[position]?.text ?? '') === 'rkt';
    const from = startOfRun(args, position + 1, isRkt);
    if (from !== undefined) return (isRkt ? readRkt : readDocker)(args, from) ?? 'unclear';
  }
  return undefined;
}

function isEngine(word: WrittenArgument | undefined): boolean {
  const name = basename(word?.text ?? '');
  return name === 'rkt' || DOCKER_ALIKE.includes(name);
}

/** The position after `run`, `create` or `container run`. */
function startOfRun(args: readonly WrittenArgument[], from: number, isRkt: boolean): number | undefined {
  const end = readOptions(args, from, isRkt ? RKT : GLOBAL)?.end;
  if (end === undefined) return undefined;
  const position = args[end]?.text === 'container' ? end + 1 : end;
  const command = args[position]?.text;
  return command === 'run' || (command === 'create' && !isRkt) ? position + 1 : undefined;
}

/** `[options] IMAGE [argument …]` */
const readDocker: ReadRun = (args, from) => {
  const read = readOptions(args, from, RUN);
  if (read === undefined) return undefined;
  const [image, ...rest] = args.slice(args[read.end]?.text === '--' ? read.end + 1 : read.end);
  const entrypoint = read.options.findLast(({ name }) => name === 'entrypoint')?.value;
  // podman takes a list in JSON as well.
  if (image === undefined || entrypoint?.text.startsWith('[')) return undefined;
  return [
    {
      ...inImage(image, entrypoint?.text ? [entrypoint] : [], rest),
      variables: variablesOf(read.options, /^(?:e|env)$/),
    },
  ];
};

/**
 * `[options] IMAGE [options] [-- argument … [---]] IMAGE …`.
 * See parseApps in https://github.com/rkt/rkt/blob/v1.30.0/rkt/cli_apps.go
 */
const readRkt: ReadRun = (args, from) => {
  const apps: { image: WrittenArgument; options: Option[]; args: readonly WrittenArgument[] }[] = [];
  const common: Option[] = [];
  let position = from;
  while (position < args.length) {
    const read = readOptions(args, position, RKT);
    if (read === undefined) return undefined;
    const app = apps.at(-1);
    (app?.options ?? common).push(...read.options);
    const word = args[read.end];
    position = read.end + 1;
    if (word?.text === '--') {
      if (app === undefined) return undefined;
      let end = position;
      while (end < args.length && args[end]?.text !== '---') end += 1;
      app.args = args.slice(position, end);
      position = end + 1;
    } else if (word) apps.push({ image: word, options: [], args: [] });
  }
  return apps.map(({ image, options, args: own }) => {
    const program = options.findLast(({ name }) => name === 'exec')?.value;
    const variables = variablesOf([...common, ...options], /^(?:set-env|environment)$/);
    return { ...inImage(image, program ? [program] : [], own), variables };
  });
};

/** These set variables as well, in ways that are not read here. */
const ELSEWHERE = /^(?:env-merge|secret|set-env-file)$/;

/** Values that only the engine knows are left out. */
function variablesOf(options: readonly Option[], names: RegExp): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  if (options.some(({ name }) => ELSEWHERE.test(name))) return variables;
  for (const { name, value } of options) {
    if (!names.test(name) || value === undefined) continue;
    const [key = '', ...parts] = value.text.split('=');
    variables.delete(key);
    if (parts.length > 0 && !value.isUnknown) variables.set(key, parts.join('='));
  }
  return variables;
}
