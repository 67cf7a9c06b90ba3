import type { Argument } from '../../model/argument.ts';
import type { ServerContext } from '../../model/control.ts';
import type { Warning } from '../../model/verdict.ts';
import { refusedPositionals, refusesPositionals, strayPositionals, treatmentIn } from './behaviour.ts';
import { FLAG, meantValues, type Use } from './kubelet-https-uses.ts';

/** What is worth knowing about the uses of --kubelet-https in addition to the verdict. */
export function warningsOf(
  uses: readonly Use[],
  positionals: readonly Argument[],
  context: ServerContext,
): Warning[] {
  return [
    ...releaseWarnings(uses, positionals, context),
    ...repetitionWarnings(uses, context),
    ...strayArgumentWarnings(uses, positionals, context),
  ];
}

/** Nothing is said of what a release does with the flag where its server does not start for another reason. */
function releaseWarnings(
  uses: readonly Use[],
  positionals: readonly Argument[],
  context: ServerContext,
): Warning[] {
  const { release } = context;
  const last = uses.findLast(({ isCertain }) => isCertain);
  if (last === undefined) return [];
  if (treatmentIn(release) === 'removed') {
    return [
      { code: 'flag-removed', message: `Remove ${FLAG}: the server refuses to start with any value of it.` },
    ];
  }
  if (
    uses.some(({ value, isUnknown }) => value === null && !isUnknown) ||
    refusedPositionals(positionals, context).length > 0
  ) {
    return [];
  }
  const warnings: Warning[] = [];
  if (treatmentIn(release) === 'ignored') {
    warnings.push({
      code: 'flag-ignored',
      message: `The control judges ${FLAG} although Kubernetes 1.19 to 1.21 ignore it.`,
    });
  }
  if (last.value === true) {
    warnings.push({
      code: 'flag-deprecated',
      message: `Remove ${FLAG} before an upgrade to Kubernetes 1.22, which refuses to start with it.`,
    });
  }
  return warnings;
}

function repetitionWarnings(uses: readonly Use[], { release }: ServerContext): Warning[] {
  const certain = uses.filter(({ isCertain }) => isCertain);
  if (certain.length < 2) return [];
  const isDecided = treatmentIn(release) !== 'removed' && uses.every(({ value }) => value !== null);
  const what = `${FLAG} is given ${certain.length} times`;
  return [{ code: 'flag-repeated', message: isDecided ? `${what}; the last one decides.` : `${what}.` }];
}

function strayArgumentWarnings(
  uses: readonly Use[],
  positionals: readonly Argument[],
  context: ServerContext,
): Warning[] {
  const [meant] = meantValues(uses, positionals);
  if (meant) {
    return [
      {
        code: 'stray-argument',
        message:
          `"${meant.text}" (argument ${meant.index}) is not the value of ${FLAG}, which takes a value only after "=". ` +
          'Up to Kubernetes 1.18 it is ignored; 1.19 and later refuse to start with it.',
      },
    ];
  }
  const isTolerated = context.release !== undefined && !refusesPositionals(context.release);
  const stray = isTolerated ? [] : strayPositionals(positionals, context);
  if (stray.length === 0) return [];
  const which =
    stray.length === 1
      ? `Argument ${stray[0]?.index} is not a flag`
      : `${stray.length} arguments are not flags`;
  return [
    {
      code: 'stray-argument',
      message: `${which}: Kubernetes 1.19 and later refuse to start like this.`,
    },
  ];
}
