import { basename } from './argument.ts';

const API_SERVER_WORDS =
  /apiserver|hyperkube|hypershift|openshift|k3s|kubelite|etcd[-_]servers|kubelet[-_]https(?!-audit)/;

const PROGRAMS = [
  'kube-apiserver',
  'apiserver',
  'hyperkube',
  'openshift',
  'hypershift',
  'k3s',
  'k3s-server',
  'kubelite',
];

/** Whether this is the path or name of a program that is or contains an API server. */
export function isApiServerProgram(path: string): boolean {
  return PROGRAMS.includes(basename(path));
}

/** Whether a command line that is cut off may have been cut in the name of an API server's program. */
export function mayBeginProgram(command: string): boolean {
  if (/\s/.test(command.trim())) return false;
  const name = basename(command.trim());
  return !PROGRAMS.includes(name) && PROGRAMS.some((program) => program.startsWith(name));
}

/** The flag in both spellings, and not the name of this tool. */
export const FLAG = /kubelet[-_]https(?!-audit|_\w)/;

/** Whether a text has the flag anywhere. */
export function mentionsFlag(text: string): boolean {
  return FLAG.test(text);
}

/**
 * Whether a text may belong to an API server and is worth a closer look.
 * Every argument list of an API server has such a word: its program, or the `--etcd-servers` it cannot do without.
 */
export function mentionsApiServer(text: string): boolean {
  return API_SERVER_WORDS.test(text);
}

/** Flags that only an API server has, in every spelling, also inside a text: `--args=--etcd_servers=x`. */
const OWN_FLAG = /(?<![\w-])(?:-{1,3}(?:etcd[-_]servers|kubelet[-_]https)(?!\w)|kubelet[-_]https=)/;

export function hasOwnFlag(text: string): boolean {
  return OWN_FLAG.test(text);
}
