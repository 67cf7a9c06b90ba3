import type { ApiServer, WhereToFix } from '../../model/api-server.ts';
import type { KubeletState } from '../../model/discovery.ts';
import type { Invocation } from '../../model/invocation.ts';
import type { Problem } from '../../model/problem.ts';
import type { HostFiles } from '../host-files.ts';
import type { StaticPod } from '../static-pods.ts';

/** How an API server was installed on its host. */
export interface HowInstalled {
  /** What its files will start in its place. */
  readonly startedBy: readonly Invocation[];
  /** What other files would start if those were gone. */
  readonly shadowed?: readonly Invocation[];
  readonly whereToFix: WhereToFix;
  /** It is not started by a file that has its arguments. */
  readonly isStartedElsewhere?: true;
}

/** What is read once for all API servers of a host. */
export interface HostContext {
  readonly host: HostFiles;
  readonly staticPods: readonly StaticPod[];
  readonly kubelet: KubeletState;
  /** Where static pods could not be read. */
  readonly problems: readonly Problem[];
}

/** Undefined where a server was installed in another way. The view notes what cannot be read. */
export type RecogniseInstallation = (server: ApiServer, context: HostContext) => HowInstalled | undefined;

/** The path of what a process runs: its executable, or its first argument. */
export function programPathOf({ invocation: { origin, arguments: args } }: ApiServer): string {
  return (origin.kind === 'process' && origin.executable) || (args[0]?.text ?? '');
}
