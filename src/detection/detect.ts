import { type ApiServer, type SetAside, UNKNOWN_PROGRAM } from '../model/api-server.ts';
import { type Argument, basename, toArguments } from '../model/argument.ts';
import type { Discovery, Scan } from '../model/discovery.ts';
import type { HiddenArguments, Invocation } from '../model/invocation.ts';
import { WRAPPERS } from '../model/other-programs.ts';
import type { Warning } from '../model/verdict.ts';
import { withoutCovered } from './covered.ts';
import { commandWords, flagValue } from './flag-value.ts';
import { PROGRAMS } from './programs.ts';
import { whyUndetermined } from './unknown-program.ts';
import { unwrap } from './wrappers.ts';

/** What a source found, sorted into API servers and what is set aside. */
export function detectAll(scan: Scan): Discovery {
  const detections = scan.invocations.map(detect);
  return {
    scan,
    servers: withoutCovered(detections.filter((detection) => detection.kind === 'api-server')),
    setAside: [...(scan.setAside ?? []), ...detections.filter((detection) => detection.kind === 'set-aside')],
    notRunning: [],
    problems: scan.problems,
  };
}

/**
 * Tells an API server from what only mentions one, by its program: the last part of argv[0] or of the executable's path,
 * then the subcommand.
 */
export function detect(invocation: Invocation): ApiServer | SetAside {
  const readable = withTitleSplit(invocation);
  const isFile = invocation.origin.kind === 'file';
  const unwrapped = isFile ? unwrap(readable.arguments) : readable.arguments;
  const [program, ...args] = unwrapped;
  const name = basename(program?.text ?? '');
  const ofFile = invocation.warnings ?? [];
  const shown = nameToShow(program?.text ?? '');

  const perhaps = (as: string, hidden: HiddenArguments, own: readonly Argument[] = args): ApiServer => {
    return {
      kind: 'api-server',
      invocation: readable,
      program: as,
      arguments: own,
      hidden,
      warnings: ofFile,
    };
  };
  const why =
    isFile || PERHAPS_A_SERVER.test(name) ? whyUndetermined(unwrapped, invocation.environment) : undefined;
  if (why && program?.isUnknown) return perhaps(UNKNOWN_PROGRAM, why);

  let reason = WRAPPERS.has(name)
    ? 'a wrapper; the server it starts is audited itself'
    : 'not an API server program';
  for (const candidate of [name, executableOf(readable)]) {
    const recognition = PROGRAMS.get(candidate ?? '')?.(args);
    if (recognition?.isApiServer) {
      const { isApiServer: _, ...server } = recognition;
      const hidden = invocation.hidden ?? server.hidden;
      return {
        kind: 'api-server',
        invocation: readable,
        ...server,
        ...(hidden && { hidden }),
        ...(invocation.editInstead !== undefined && { whereToFix: { edit: invocation.editInstead } }),
        warnings: [...ofFile, ...executableWarnings(readable)],
      };
    }
    if (recognition) reason = recognition.reason;
  }
  if (readable.howToSeeExecutable !== undefined && mayBeRenamed(readable, name)) {
    return perhaps(shown, { reason: RENAMED, hint: readable.howToSeeExecutable });
  }
  if (invocation.mayGoOn && PROGRAMS.has(name) && commandWords(args, []).length === 0)
    return perhaps(shown, invocation.mayGoOn);
  if (why) return perhaps(UNKNOWN_PROGRAM, why, program?.text.startsWith('-') ? unwrapped : args);
  return { kind: 'set-aside', origin: invocation.origin, program: shown, reason };
}

/** Names with a version, a platform or the like; and loaders and emulators, which become what they start. */
const PERHAPS_A_SERVER =
  /^(?:(?:kube-apiserver|hyperkube)[-._](?:v?\d|linux|amd|arm|ppc|s390|x86|bin$|orig$|real$)|ld-(?:linux|musl)-|qemu-)/;

const RENAMED = 'it has the arguments of an API server, but this user may not see which program it runs';

/** Every kube-apiserver has --etcd-servers; only its executable would tell whether this is one. */
function mayBeRenamed({ arguments: args }: Invocation, name: string): boolean {
  if (PROGRAMS.has(name) || WRAPPERS.has(name)) return false;
  return flagValue(args, '--etcd-servers') !== undefined;
}

/** A program's name; anything else in argv[0] may be a secret. */
function nameToShow(program: string): string {
  const name = basename(program.split(/\s/, 1).join());
  return /^[\w.+-]{1,64}$/.test(name) ? name : '(unnamed)';
}

/** A process that renamed itself (`k3s server`) has one argument with blanks, and empty ones after it. */
function withTitleSplit(invocation: Invocation): Invocation {
  if (invocation.origin.kind === 'file') return invocation;
  const [title, ...rest] = invocation.arguments;
  if (!title?.text.includes(' ') || PROGRAMS.has(basename(title.text))) return invocation;
  if (rest.some(({ text }) => text !== '')) return invocation;
  const words: Argument[] = toArguments(title.text.split(' ').filter((word) => word !== ''));
  return { ...invocation, arguments: words, boundaries: 'lost' };
}

function executableOf({ origin }: Invocation): string | undefined {
  return origin.kind === 'process' && origin.executable !== null ? basename(origin.executable) : undefined;
}

function executableWarnings({ origin }: Invocation): Warning[] {
  if (origin.kind !== 'process' || origin.executable === null) return [];
  if (PROGRAMS.has(basename(origin.executable))) return [];
  return [
    {
      code: 'executable-differs',
      message: `Its executable ${origin.executable} is not that of an API server; another program may use its name.`,
    },
  ];
}
