import type { Argument } from '../../model/argument.ts';
import type { ServerContext } from '../../model/control.ts';
import { isAtLeast } from '../../model/release.ts';
import type { EvidenceArgument, Verdict } from '../../model/verdict.ts';
import type { FlagSet } from '../flags/parse-flags.ts';
import { EXPECTED, FLAG, ownText, type Use, usesOf } from './kubelet-https-uses.ts';
import { warningsOf } from './kubelet-https-warnings.ts';

/** Judges --kubelet-https: the last use decides, and one malformed use anywhere stops the server. */
export function evaluateKubeletHttps(flags: FlagSet, context: ServerContext): Verdict {
  const uses = usesOf(flags);
  const warnings = warningsOf(uses, flags.positionals, context);
  const noteOf = effectOf(context);
  const verdict = (status: Verdict['status'], reason: string, decisive?: Use): Verdict => ({
    status,
    reason,
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
    const state = uses.length === 0 ? 'is not set' : 'is true or not set';
    return verdict('pass', `${FLAG} ${state}; kubelet connections use HTTPS by default`);
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

type Describe = (use: Use) => string;

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
  if (use === decisive || use.value === null) return noteOf(use);
  if (!use.isCertain) return `may be the value of argument ${use.argument.index - 1}, an unrecognised flag`;
  return decisive === undefined ? noteOf(use) : `is overridden by ${argumentLabel(decisive.argument)}`;
}

/** Says what a use does, true for the release: from 1.19 on the flag has no effect. */
function effectOf({ release }: ServerContext): Describe {
  const hasEffect = release === undefined || !isAtLeast(release, 1, 19);
  return ({ value, isMisspelt }) => {
    if (value === true)
      return hasEffect ? 'keeps kubelet connections on HTTPS' : 'requests HTTPS to the kubelets';
    if (value === false) return `${hasEffect ? 'allows' : 'requests'} plain HTTP to the kubelets`;
    const fault = isMisspelt ? `looks like a misspelling of ${FLAG}` : 'is neither true nor false';
    return `${fault}; kube-apiserver refuses to start with it`;
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
