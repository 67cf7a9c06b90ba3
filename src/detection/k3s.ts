import type { Argument } from '../model/argument.ts';
import { commandWords, isFlagSetTo } from './flag-value.ts';
import { noApiServer, type Recognition } from './recognition.ts';

/** `k3s server` contains an API server and erases its own arguments once it runs. */
export function k3s(args: readonly Argument[]): Recognition {
  if (commandWords(args, ['server'])[0]?.text !== 'server') {
    return noApiServer('only "k3s server" contains an API server');
  }
  if (isFlagSetTo(args, '--disable-apiserver', true)) {
    return noApiServer('this k3s server runs without an API server (--disable-apiserver)');
  }
  return {
    isApiServer: true,
    program: 'k3s server',
    arguments: [],
    hidden: {
      reason:
        'the API server inside k3s does not show its arguments; they are in /etc/rancher/k3s/config.yaml, ' +
        '/etc/rancher/k3s/config.yaml.d and the unit that starts k3s',
      hint: 'Look there for kubelet-https among the values of kube-apiserver-arg.',
      source: { kind: 'k3s' },
    },
  };
}
