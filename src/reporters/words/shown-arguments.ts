import type { EvidenceArgument } from '../../model/verdict.ts';

/** As many arguments of one server as a person reads; the one that decides is always shown. */
const MAX_ARGUMENTS = 10;

/** The arguments that a report for people shows, in their order. */
export function shownArguments(all: readonly EvidenceArgument[]): readonly EvidenceArgument[] {
  if (all.length <= MAX_ARGUMENTS) return all;
  const effective = all.filter((argument) => argument.effective);
  const others = all.filter((argument) => !argument.effective).slice(0, MAX_ARGUMENTS - effective.length);
  return [...others, ...effective].sort((a, b) => a.index - b.index);
}
