import { type Argument, basename } from '../model/argument.ts';
import type { HiddenArguments } from '../model/invocation.ts';
import { CERTAINLY_OTHERS } from '../model/other-programs.ts';
import { PROGRAMS } from './programs.ts';

/** Flags that only an API server has, in every spelling, also inside a text: `--args=--kubelet_https=0`. */
const OWN_FLAG = /(?<![\w-])(?:-{1,3}(?:etcd[-_]servers|kubelet[-_]https)(?!\w)|kubelet[-_]https=)/;

const OWN_NAME = /kube-apiserver/;

/**
 * Why an unknown program may be or start an API server: it has flags that only an API server has. Undefined without
 * them, and for programs that are certainly something else.
 */
export function whyUndetermined(args: readonly Argument[]): HiddenArguments | undefined {
  const [program] = args;
  const name = basename(program?.text ?? '');
  const hasOwn = (pattern: RegExp) => args.some(({ text }) => pattern.test(text));
  if (program?.isUnknown) return hasOwn(OWN_FLAG) || hasOwn(OWN_NAME) ? FROM_VARIABLE : undefined;
  const isOther = CERTAINLY_OTHERS.has(name) || (PROGRAMS.has(name) && name !== 'apiserver');
  return !isOther && hasOwn(OWN_FLAG) ? NOT_KNOWN : undefined;
}

const FROM_VARIABLE: HiddenArguments = {
  reason: 'it has the arguments of an API server, but which program it runs depends on a variable',
  hint: 'Write the program without a variable, or audit the running process.',
};

const NOT_KNOWN: HiddenArguments = {
  reason: 'it has the arguments of an API server, but its program is unknown',
  hint: 'Check which arguments that program passes to kube-apiserver, or audit the running process.',
};
