const API_SERVER_WORDS =
  /apiserver|hyperkube|openshift|k3s|kubelite|etcd[-_]servers|kubelet[-_]https(?!-audit)/;

/**
 * Whether a text may belong to an API server and is worth a closer look.
 * Every argument list of an API server has such a word: its program, or the `--etcd-servers` it cannot do without.
 */
export function mentionsApiServer(text: string): boolean {
  return API_SERVER_WORDS.test(text);
}
