import type { Origin } from '../model/invocation.ts';
import { printable } from '../model/printable.ts';
import type { Problem } from '../model/problem.ts';
import type { SetAside } from '../model/target.ts';
import type { Evidence, Warning } from '../model/verdict.ts';

export function printableOrigin(origin: Origin): Origin {
  switch (origin.kind) {
    case 'process':
      return {
        ...origin,
        executable: printableOrNull(origin.executable),
        ...(origin.cgroup && {
          cgroup: { ...origin.cgroup, unit: printableOrNull(origin.cgroup.unit) },
        }),
      };
    case 'ps':
      return { ...origin, path: printable(origin.path) };
    case 'file':
      return {
        ...origin,
        path: printable(origin.path),
        object: printableOrNull(origin.object),
        container: printableOrNull(origin.container),
      };
    default:
      return origin satisfies never;
  }
}

function printableOrNull(text: string | null): string | null {
  return text === null ? null : printable(text);
}

export function printableEvidence(evidence: Evidence): Evidence {
  return {
    ...evidence,
    actual: printable(evidence.actual),
    arguments: evidence.arguments.map((argument) => ({
      ...argument,
      text: printable(argument.text),
      ...(argument.path !== undefined && { path: printable(argument.path) }),
    })),
  };
}

export function printableWarning({ code, message, place }: Warning): Warning {
  return {
    code,
    message: printable(message),
    ...(place && { place: { ...place, path: printable(place.path) } }),
  };
}

export function printableProblem({ path, message, hint }: Problem): Problem {
  return { path: printable(path), message: printable(message), hint: printable(hint) };
}

export function printableSetAside({ origin, program, reason, kind }: SetAside): SetAside {
  return { kind, origin: printableOrigin(origin), program: printable(program), reason: printable(reason) };
}
