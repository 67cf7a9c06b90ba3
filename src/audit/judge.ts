import type { ApiServer } from '../model/api-server.ts';
import type { Argument } from '../model/argument.ts';
import type { HiddenArguments, Invocation } from '../model/invocation.ts';
import { printableTexts } from '../model/printable.ts';
import type { Release } from '../model/release.ts';
import type { Finding } from '../model/report.ts';
import { strictChange } from '../model/strict.ts';
import { mainArgument, type Verdict, type Warning } from '../model/verdict.ts';
import { evaluateKubeletHttps } from './control/evaluate-kubelet-https.ts';
import { isMentionedIn, kubeletHttps } from './control/kubelet-https.ts';
import { changedWarnings, driftWarnings, hasRemovedFlag, strayManifestWarnings } from './drift.ts';
import { excerptOf } from './excerpt.ts';
import { parseFlags } from './flags/parse-flags.ts';
import { remediationOf } from './remediation.ts';

interface JudgeOptions {
  readonly release: Release | undefined;
  readonly isStrict: boolean;
}

/** The finding on one server: the control's verdict, what its host's files add, and what --strict makes of both. */
export function judge(server: ApiServer, { release, isStrict }: JudgeOptions): Finding {
  const { servers = [], shadowed = [], problems = [] } = server.afterRestart ?? {};
  const { hidden, verdict, release: judgedAs } = currentVerdict(server, server.invocation.release ?? release);
  const judged = (started: ApiServer) => ({ server: started, verdict: verdictOn(started, judgedAs) });
  const next = servers.map(judged);
  const warnings = [
    ...verdict.warnings,
    ...server.warnings,
    ...boundaryWarnings(server),
    ...changedWarnings(verdict, server),
    ...strayManifestWarnings(next, shadowed.map(judged)),
    ...driftWarnings(verdict, next, problems),
  ];
  const strict = isStrict ? strictChange({ ...verdict, warnings }) : undefined;
  const { status, reason } = strict ?? verdict;

  return printableTexts({
    status,
    reason,
    ...(verdict.isRefused && { isRefused: true }),
    origin: server.invocation.origin,
    program: server.program,
    ...(judgedAs && { release: judgedAs }),
    evidence: verdict.evidence,
    warnings,
    failsByWarnings: false,
    ...remediationOf(status, { server, verdict }, next),
    ...(hidden && { hint: hidden.hint }),
    ...strict,
    ...excerptOn(server, verdict),
    ...startedBy(servers),
  });
}

/** The files that start it again. */
function startedBy(servers: readonly ApiServer[]): Pick<Finding, 'startedBy'> {
  const paths = servers.flatMap(({ invocation: { origin } }) =>
    origin.kind === 'file' ? [origin.path] : [],
  );
  return paths.length === 0 ? {} : { startedBy: [...new Set(paths)] };
}

/** What passes is unknown where not all of it can be seen. */
function currentVerdict(server: ApiServer, assumed: Release | undefined) {
  const { verdict, release } = runningVerdict(server, assumed);
  const hidden = verdict.status === 'pass' ? (unseenOf(server) ?? joinedIn(server)) : undefined;
  return hidden
    ? { verdict: hiddenVerdict(hidden.reason), hidden, release }
    : { verdict, hidden: server.hidden, release };
}

/** What runs was not refused by its release: where it would be, it is of another one, which is not known. */
function runningVerdict(server: ApiServer, release: Release | undefined) {
  const verdict = verdictOn(server, release);
  if (server.invocation.origin.kind === 'file' || !verdict.isRefused) return { verdict, release };
  const other = verdictOn({ ...server, invocation: withoutRelease(server.invocation) }, undefined);
  if (other.isRefused) return { verdict, release };
  const warnings = hasRemovedFlag(verdict)
    ? [RUNS_WITH_REMOVED_FLAG, ...other.warnings.filter(({ code }) => code !== 'flag-deprecated')]
    : other.warnings;
  return { verdict: { ...other, warnings }, release: undefined };
}

const RUNS_WITH_REMOVED_FLAG: Warning = {
  code: 'flag-removed',
  message:
    'It runs, so it is of an earlier release than Kubernetes 1.22, which has no such flag: ' +
    'it will not start again after an upgrade.',
};

function withoutRelease({ release: _, ...invocation }: Invocation): Invocation {
  return invocation;
}

/** A file changed after the start says nothing about the server, nor a truncated list about what is cut off. */
function unseenOf({ changedFile, invocation }: ApiServer): HiddenArguments | undefined {
  if (changedFile === undefined) return invocation.mayGoOn;
  return {
    reason: `${changedFile} would pass, but was changed after the server started`,
    hint: 'Restart the server, then audit again.',
  };
}

/**
 * Where boundaries are lost, a word that fails alone may fail in the list too: what makes it the value of another flag,
 * or overrides it, may be part of another argument.
 */
function joinedIn({ arguments: args, invocation }: ApiServer): HiddenArguments | undefined {
  if (invocation.boundaries === 'kept') return undefined;
  const failing = args.find(
    (argument) => isMentionedIn(argument.text) && statusAlone([argument], invocation) === 'fail',
  );
  if (failing === undefined) return undefined;
  return {
    reason: `the ${sourceOf(invocation)} does not show where arguments end, and ${failing.text} (argument ${failing.index}) may decide`,
    hint: 'Audit the host itself, which shows where they end.',
  };
}

function sourceOf({ origin }: Invocation): string {
  return origin.kind === 'file' ? origin.format : 'list';
}

function statusAlone(args: readonly Argument[], { boundaries, release }: Invocation) {
  return evaluateKubeletHttps(parseFlags(args, release), { release, boundaries }).status;
}

function verdictOn(server: ApiServer, assumed: Release | undefined): Verdict {
  const { boundaries, release = assumed } = server.invocation;
  return server.hidden
    ? hiddenVerdict(server.hidden.reason)
    : evaluateKubeletHttps(parseFlags(server.arguments, release), { release, boundaries });
}

function hiddenVerdict(reason: string): Verdict {
  return {
    status: 'unknown',
    reason,
    evidence: { expected: kubeletHttps.expected, actual: 'cannot be seen', arguments: [] },
    warnings: [],
  };
}

/** The lines around the argument that decides, or the first one. */
function excerptOn({ invocation: { lines } }: ApiServer, { evidence }: Verdict): Pick<Finding, 'excerpt'> {
  const { text, span, path } = mainArgument(evidence) ?? {};
  if (text === undefined || span === undefined || path !== undefined || lines === undefined) return {};
  return { excerpt: excerptOf(lines, { text, span }) };
}

function boundaryWarnings(server: ApiServer): Warning[] {
  const { boundaries } = server.invocation;
  if (boundaries === 'kept' || server.hidden) return [];
  if (!server.arguments.some(({ text }) => isMentionedIn(text))) return [];
  return [
    {
      code: 'boundaries-lost',
      message:
        `The ${sourceOf(server.invocation)} does not show where arguments end: ` +
        'what looks like the flag may be part of another argument.',
    },
  ];
}

/** The finding where no option says more about the server. */
export function judgeAlone(server: ApiServer): Finding {
  return judge(server, { release: undefined, isStrict: false });
}
