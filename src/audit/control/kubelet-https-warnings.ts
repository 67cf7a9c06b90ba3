import type { Argument } from '../../model/argument.ts';
import type { ServerContext } from '../../model/control.ts';
import { isAtLeast } from '../../model/release.ts';
import type { Warning } from '../../model/verdict.ts';
import { FLAG, meantValues, type Use } from './kubelet-https-uses.ts';

/** What is worth knowing about the uses of --kubelet-https in addition to the verdict. */
export function warningsOf(
  uses: readonly Use[],
  positionals: readonly Argument[],
  context: ServerContext,
): Warning[] {
  return [
    ...releaseWarnings(uses, context),
    ...repetitionWarnings(uses),
    ...strayArgumentWarnings(uses, positionals, context),
  ];
}

function releaseWarnings(uses: readonly Use[], { release }: ServerContext): Warning[] {
  const last = uses.at(-1);
  if (last === undefined) return [];
  if (release && isAtLeast(release, 1, 22)) {
    return [
      {
        code: 'flag-removed',
        message: `Kubernetes 1.22 removed ${FLAG}: the server refuses to start with it.`,
      },
    ];
  }
  const warnings: Warning[] = [];
  if (release && isAtLeast(release, 1, 19)) {
    warnings.push({
      code: 'flag-ignored',
      message: `Kubernetes 1.19 to 1.21 ignore the value of ${FLAG}: kubelet connections always use HTTPS.`,
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

function repetitionWarnings(uses: readonly Use[]): Warning[] {
  if (uses.length < 2) return [];
  const isWellFormed = uses.every(({ value }) => value !== null);
  const what = `${FLAG} is given ${uses.length} times`;
  return [{ code: 'flag-repeated', message: isWellFormed ? `${what}; the last one decides.` : `${what}.` }];
}

function strayArgumentWarnings(
  uses: readonly Use[],
  positionals: readonly Argument[],
  { release, boundaries }: ServerContext,
): Warning[] {
  const [meant] = meantValues(uses, positionals);
  if (meant) {
    return [
      {
        code: 'stray-argument',
        message: `"${meant.text}" (argument ${meant.index}) is not the value of ${FLAG}, which takes a value only after "=".`,
      },
    ];
  }
  const stray = positionals.filter(({ text }) => text !== '');
  const isTolerated = release !== undefined && !isAtLeast(release, 1, 19);
  if (stray.length === 0 || isTolerated || boundaries === 'lost') return [];
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
