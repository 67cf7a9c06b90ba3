import { hasOwnFlag } from '../model/api-server-words.ts';
import { type Argument, basename } from '../model/argument.ts';
import type { HiddenArguments } from '../model/invocation.ts';
import { CERTAINLY_OTHERS } from '../model/other-programs.ts';
import { PROGRAMS } from './programs.ts';

/**
 * Why an unknown program may be or start an API server: it has flags that only an API server has. Undefined without
 * them, and for programs that are certainly something else.
 */
export function whyUndetermined(
  args: readonly Argument[],
  environment: readonly Argument[] = [],
): HiddenArguments | undefined {
  const [program] = args;
  const name = basename(program?.text ?? '');
  const holdsFlag = ({ text }: Argument) => hasOwnFlag(text);
  const hasFlag = args.some(holdsFlag);
  if (program?.isUnknown) {
    return hasFlag || args.some(({ text }) => text.includes('kube-apiserver')) ? FROM_VARIABLE : undefined;
  }
  const isOther = CERTAINLY_OTHERS.has(name) || (PROGRAMS.has(name) && name !== 'apiserver');
  if (isOther) return undefined;
  const unused = environment.find(holdsFlag);
  return hasFlag ? NOT_KNOWN : unused && inEnvironment(unused);
}

const FROM_VARIABLE: HiddenArguments = {
  reason: 'it has the arguments of an API server, but which program it runs depends on a variable',
  hint: 'Write the program without a variable, or audit the running process.',
};

const NOT_KNOWN: HiddenArguments = {
  reason: 'it has the arguments of an API server, but its program is unknown',
  hint: 'Check which arguments that program passes to kube-apiserver, or audit the running process.',
};

function inEnvironment({ path, span }: Argument): HiddenArguments {
  const place = path === undefined ? `line ${span?.line}` : `${path}:${span?.line}`;
  return {
    reason: `a variable has the arguments of an API server (${place}), and its program is unknown`,
    hint: 'Check whether that program passes the variable to kube-apiserver, or audit the running process.',
  };
}
