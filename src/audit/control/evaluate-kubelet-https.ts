import type { Argument } from '../../model/argument.ts';
import type { ServerContext } from '../../model/control.ts';
import { releaseText } from '../../model/release.ts';
import type { EvidenceArgument, Verdict } from '../../model/verdict.ts';
import type { FlagSet } from '../flags/parse-flags.ts';
import { refusedPositionals, treatmentIn } from './behaviour.ts';
import { EXPECTED, FLAG, meantValues, ownText, type Use, usesOf } from './kubelet-https-uses.ts';
import { warningsOf } from './kubelet-https-warnings.ts';

/** Judges --kubelet-https: the last use decides, and one malformed use anywhere stops the server. */
export function evaluateKubeletHttps(flags: FlagSet, context: ServerContext): Verdict {
  const uses = usesOf(flags);
  const warnings = warningsOf(uses, flags.positionals, context);
  const refusalOf = refusalBy(uses, flags.positionals, context);
  const noteOf = effectOf(refusalOf, refusedPositionals(flags.positionals, context).length > 0, context);
  const verdict = (status: Verdict['status'], reason: string, decisive?: Use): Verdict => ({
    status,
    reason,
    ...(status !== 'unknown' && decisive && refusalOf(decisive) !== undefined && { isRefused: true }),
    evidence: {
      expected: EXPECTED,
      actual: decisive === undefined ? (uses.length === 0 ? 'not set' : 'cannot be told') : ownText(decisive),
      arguments: uses.map((use) => evidenceOf(use, decisive, noteOf)),
    },
    warnings,
  });

  const malformed = uses.find((use) => use.value === null && use.isCertain && !use.isUnknown);
  if (malformed) return verdict('fail', `${quote(malformed)} ${noteOf(malformed)}`, malformed);

  const unknownUse = uses.find((use) => use.isUnknown);
  if (unknownUse) {
    const what = `the value of ${quote(unknownUse).replace('= ', ' ')} is unknown`;
    return verdict('unknown', what + because(unknownUse.argument), unknownUse);
  }
  const variable = unknownAfter(uses, flags.variables);
  if (variable) {
    const what = `the value of ${publicName(variable)} is unknown, and it could set ${FLAG}`;
    return verdict('unknown', what + because(variable));
  }

  const outcomes = outcomesOf(uses);
  if (outcomes.size > 1) {
    return verdict('unknown', `whether ${FLAG} is set depends on an unrecognised flag before it`);
  }
  const last = uses.findLast((use) => use.isCertain);
  if (last === undefined) {
    const state =
      uses.length === 0 ? unsetIn(context) : 'is true or not set; kubelet connections use HTTPS by default';
    return verdict('pass', `${FLAG} ${state}`);
  }
  return verdict(last.value ? 'pass' : 'fail', `${quote(last)} ${noteOf(last)}`, last);
}

/** A variable after the last use of the flag: it may hold another one. */
function unknownAfter(uses: readonly Use[], variables: readonly Argument[]): Argument | undefined {
  const last = uses.findLast((use) => use.isCertain)?.argument.index ?? -1;
  return variables.find(({ index }) => index > last);
}

/** The possible verdicts, one for each way to read the uses that are not certain. */
function outcomesOf(uses: readonly Use[]): Set<'pass' | 'fail'> {
  const last = uses.findLastIndex((use) => use.isCertain);
  const outcomes = new Set([statusOf(uses[last]?.value ?? true)]);
  for (const [index, use] of uses.entries()) {
    if (!use.isCertain && (index > last || use.value === null)) outcomes.add(statusOf(use.value));
  }
  return outcomes;
}

function statusOf(value: boolean | null): 'pass' | 'fail' {
  return value === true ? 'pass' : 'fail';
}

/** @param decisive the use that decides, if another one does */
type Describe = (use: Use, decisive?: Use) => string;

function evidenceOf(use: Use, decisive: Use | undefined, noteOf: Describe): EvidenceArgument {
  const { index, span, path } = use.argument;
  return {
    index,
    text: ownText(use),
    value: use.value,
    effective: use === decisive,
    note: evidenceNote(use, decisive, noteOf),
    ...(span && { span }),
    ...(path !== undefined && { path }),
  };
}

function evidenceNote(use: Use, decisive: Use | undefined, noteOf: Describe): string {
  if (use.isUnknown) return `has an unknown value${because(use.argument)}`;
  if (use.isCertain || use === decisive || use.value === null) return noteOf(use, decisive);
  return `may be the value of argument ${use.argument.index - 1}, an unrecognised flag`;
}

function unsetIn({ release }: ServerContext): string {
  return release && treatmentIn(release) === 'removed'
    ? `is not set, and Kubernetes ${releaseText(release)} has no such flag; kubelet connections always use HTTPS`
    : 'is not set; kubelet connections use HTTPS by default';
}

/** Says why a use keeps the server from starting; undefined for one that does not. */
function refusalBy(uses: readonly Use[], positionals: readonly Argument[], context: ServerContext) {
  const refused = new Set(refusedPositionals(positionals, context));
  const meant = meantValues(uses, positionals).filter((argument) => refused.has(argument));
  return ({ value, isMisspelt, argument }: Use): string | undefined => {
    if (isMisspelt) return `looks like a misspelling of ${FLAG}; kube-apiserver refuses to start with it`;
    if (treatmentIn(context.release) === 'removed')
      return 'keeps kube-apiserver from starting: Kubernetes 1.22 and later have no such flag';
    if (value === null) return 'is neither true nor false; kube-apiserver refuses to start with it';
    const after = meant.find(({ index }) => index === argument.index + 1);
    return after && `keeps kube-apiserver from starting: "${after.text}" after it is not its value`;
  };
}

/**
 * Says what a use does, true for the release.
 *
 * @param isStopped whether another argument keeps the server from starting
 */
function effectOf(
  refusalOf: ReturnType<typeof refusalBy>,
  isStopped: boolean,
  { release }: ServerContext,
): Describe {
  return (use, decisive = use) => {
    const refusal = refusalOf(use);
    if (refusal !== undefined) return refusal;
    if (decisive.value === null && !decisive.isUnknown)
      return 'has no effect, because kube-apiserver does not start';
    if (use.argument.index < decisive.argument.index)
      return `is overridden by ${argumentLabel(decisive.argument)}`;
    if (release === undefined || treatmentIn(release) === 'followed')
      return use.value ? 'keeps kubelet connections on HTTPS' : 'allows plain HTTP to the kubelets';
    const version = `Kubernetes ${releaseText(release)}`;
    return isStopped ? `has no effect in ${version}` : `has no effect: ${version} always uses HTTPS`;
  };
}

/** The name of a variable or the path of a file, which are not secrets; other texts are not shown. */
function publicName({ text, index, isTemplate }: Argument): string {
  return !isTemplate && /^(?:\$[({]?[\w@*]+[)}]?|\/[\w./-]+\.ya?ml)$/.test(text)
    ? `${text} (argument ${index})`
    : `argument ${index}`;
}

function because({ whyUnknown }: Argument): string {
  return whyUnknown === undefined ? '' : `: ${whyUnknown}`;
}

/** An argument by its number, or by its line where it was read from a file for a process. */
function argumentLabel({ index, path, span }: Argument): string {
  return path === undefined || span === undefined ? `argument ${index}` : `${path}:${span.line}`;
}

function quote(use: Use): string {
  return `${ownText(use)} (${argumentLabel(use.argument)})`;
}
