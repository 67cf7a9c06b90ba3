import type { Argument } from '../model/argument.ts';
import { flagValue } from './flag-value.ts';
import { noApiServer, type Recognition } from './recognition.ts';

export function kubeApiserver(args: readonly Argument[]): Recognition {
  return serverWith('kube-apiserver', args);
}

/** The bare name `apiserver` is common: only the flag that no kube-apiserver can do without makes it one. */
export function apiserver(args: readonly Argument[]): Recognition {
  return flagValue(args, '--etcd-servers') === undefined
    ? noApiServer('a program called apiserver without --etcd-servers is not kube-apiserver')
    : serverWith('apiserver', args);
}

/** The arguments are hidden if OpenShift's configuration file may override them. */
export function serverWith(program: string, args: readonly Argument[]): Recognition {
  const file = flagValue(args, '--openshift-config');
  if (file === undefined) return { isApiServer: true, program, arguments: args };
  return {
    isApiServer: true,
    program,
    arguments: args,
    hidden: {
      reason: `the arguments that count are apiServerArguments in ${file}, which override the command line`,
      hint: `Look for kubelet-https under apiServerArguments in ${file}.`,
      source: { kind: 'openshift', path: file },
    },
  };
}
