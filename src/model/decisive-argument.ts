import type { Evidence, EvidenceArgument } from './verdict.ts';

/** The argument that decides; undefined where the flag is not set, or it cannot be told. */
export function decisiveArgument({ arguments: args }: Evidence): EvidenceArgument | undefined {
  return args.find(({ effective }) => effective);
}

/** The argument to point at: the one that decides, or the first. */
export function mainArgument(evidence: Evidence): EvidenceArgument | undefined {
  return decisiveArgument(evidence) ?? evidence.arguments[0];
}
