import type { Argument } from '../../model/argument.ts';
import type { ServerContext } from '../../model/control.ts';
import { isAtLeast, type Release } from '../../model/release.ts';

/**
 * What a release does with --kubelet-https. Where it is unknown, as up to 1.18.
 * https://github.com/kubernetes/kubernetes/pull/91630 and https://github.com/kubernetes/kubernetes/pull/101178
 */
export function treatmentIn(release: Release | undefined): 'followed' | 'ignored' | 'removed' {
  if (release === undefined || !isAtLeast(release, 1, 19)) return 'followed';
  return isAtLeast(release, 1, 22) ? 'removed' : 'ignored';
}

/** Whether a release refuses to start with an argument that is neither a flag nor a value. */
export function refusesPositionals(release: Release): boolean {
  return isAtLeast(release, 1, 19);
}

/** Arguments that are neither flags nor values. An empty one is tolerated, and lost boundaries make others up. */
export function strayPositionals(
  positionals: readonly Argument[],
  { boundaries }: ServerContext,
): readonly Argument[] {
  return boundaries === 'lost' ? [] : positionals.filter(({ text }) => text !== '');
}

/** Those with which this release certainly refuses to start. */
export function refusedPositionals(
  positionals: readonly Argument[],
  context: ServerContext,
): readonly Argument[] {
  const { release } = context;
  return release && refusesPositionals(release) ? strayPositionals(positionals, context) : [];
}
