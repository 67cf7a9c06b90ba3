import type { Argument } from '../model/argument.ts';
import { flagValue, isFlagSetTo } from './flag-value.ts';
import { noApiServer, type Recognition } from './recognition.ts';

const DEFAULT_FILE = '/var/snap/microk8s/current/args/kube-apiserver';

/** MicroK8s from 1.21: an API server inside kubelite, unless the node is a worker. */
export function kubelite(args: readonly Argument[]): Recognition {
  if (isFlagSetTo(args, '--start-control-plane', false)) {
    return noApiServer('this kubelite runs without an API server (--start-control-plane=false)');
  }
  const file = flagValue(args, '--apiserver-args-file') ?? DEFAULT_FILE;
  return {
    isApiServer: true,
    program: 'kubelite',
    arguments: [],
    hidden: {
      reason: `the API server inside kubelite reads its arguments from ${file}`,
      hint: `Look for --kubelet-https in ${file}.`,
      source: { kind: 'argument-file', path: file },
    },
  };
}
