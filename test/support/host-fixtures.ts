import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonReport } from './report-schema.ts';
import { REPOSITORY } from './run-bin.ts';

export const HOSTS = 'test/fixtures/hosts';

/** What the audit must say of a host; `at` and `drift` are `path:line`. */
interface Expected {
  readonly why: string;
  readonly exitStatus: number;
  readonly findings: readonly {
    readonly pid: number;
    readonly status: string;
    /** Null where it is unknown; not asked where absent. */
    readonly release?: string | null;
    readonly evidence: string;
    readonly at: string | null;
    readonly warnings: readonly string[];
    readonly drift: string | null;
    readonly podUid: string | null;
    readonly containerId: string | null;
    readonly remediation: readonly string[];
  }[];
}

/** Every host, as `installation/name`. */
export const TREES: readonly string[] = readdirSync(join(REPOSITORY, HOSTS)).flatMap((installation) =>
  readdirSync(join(REPOSITORY, HOSTS, installation)).map((name) => `${installation}/${name}`),
);

export function expectedOf(tree: string): Expected {
  return JSON.parse(readFileSync(join(REPOSITORY, HOSTS, tree, 'expected.json'), 'utf8'));
}

function placeOf({ path, line }: JsonReport): string | null {
  return path === undefined ? null : `${path}:${line}`;
}

/** A finding in the words of expected.json. */
export function rowOf({ status, evidence, warnings, target }: JsonReport) {
  const decisive = evidence.arguments.find((argument: JsonReport) => argument.effective);
  const drift = warnings.find(({ code }: JsonReport) => code === 'drift');
  return {
    pid: target.pid,
    status,
    evidence: evidence.actual,
    at: decisive ? placeOf(decisive) : null,
    warnings: warnings.map(({ code }: JsonReport) => code),
    drift: drift ? placeOf(drift) : null,
    podUid: target.podUid,
    containerId: target.containerId,
  };
}
