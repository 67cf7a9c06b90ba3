/**
 * Whether a kube-apiserver of release 1.minor ends at once with these arguments, as far as --kubelet-https is the reason.
 *
 * @param {readonly string[]} args @param {number} minor
 */
export function isRefused(args, minor) {
  const isBool = /^--kubelet-https(=([1tT]|true|TRUE|True|[0fF]|false|FALSE|False))?$/;
  const uses = args.filter((argument) => /^--?kubelet-https(=|$)/.test(argument));
  if (uses.some((use) => !isBool.test(use))) return true;
  if (minor >= 22) return uses.length > 0;
  // Only this flag is known to be a bool: what follows another without a value may be its value.
  const isStray = args.some(
    (argument, index) =>
      !argument.startsWith('-') && /^[^-]|=|^--kubelet-https$|^$/.test(args[index - 1] ?? ''),
  );
  return minor >= 19 && isStray;
}
