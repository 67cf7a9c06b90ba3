import { readFileSync } from 'node:fs';

/** The default profile of containers, as Debian's buildah brings it along. */
export const PROFILE = '/usr/share/containers/seccomp.json';
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

interface Condition {
  readonly caps?: readonly string[];
  readonly arches?: readonly string[];
}

interface Rule {
  readonly names: readonly string[];
  readonly action: string;
  readonly args?: readonly object[] | null;
  readonly errnoRet?: number;
  readonly includes?: Condition;
  readonly excludes?: Condition;
}

/** The default profile for a container with these capabilities, as runc takes it. */
export function defaultSeccomp(capabilities: readonly string[]) {
  const { defaultAction, defaultErrnoRet, archMap, syscalls } = JSON.parse(readFileSync(PROFILE, 'utf8'));
  const own = ARCHITECTURES[process.arch] ?? process.arch;
  const has = (capability: string) => capabilities.includes(capability);
  const applies = ({ includes = {}, excludes = {} }: Rule) =>
    (includes.caps ?? []).every(has) &&
    (includes.arches ?? [own]).includes(own) &&
    !(excludes.caps ?? []).some(has) &&
    !(excludes.arches ?? []).includes(own);
  const native = archMap.find(({ architecture }: { architecture: string }) =>
    architecture.endsWith(process.arch === 'x64' ? 'X86_64' : 'AARCH64'),
  );
  return {
    defaultAction,
    defaultErrnoRet,
    architectures: [native.architecture, ...native.subArchitectures],
    syscalls: (syscalls as Rule[]).filter(applies).map(({ names, action, args, errnoRet }) => ({
      names,
      action,
      ...(args && { args }),
      ...(errnoRet !== undefined && { errnoRet }),
    })),
  };
}
