/**
 * Whether an argument that is no flag of the server was meant to be the flag `name`: other case, other separators, one
 * or three dashes, `no-` before it, cut short within its last word, or with something behind it. All of these stop
 * kube-apiserver.
 */
export function isMisspelling(text: string, name: string): boolean {
  const written = lettersOf(text.split('=', 1).join()).replace(/^no/, '');
  const meant = lettersOf(name);
  const shortest = lettersOf(name.slice(0, name.lastIndexOf('-') + 2));
  return written.startsWith(meant) || (written.startsWith(shortest) && meant.startsWith(written));
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}
