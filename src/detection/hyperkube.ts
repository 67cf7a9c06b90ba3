import type { Argument } from '../model/argument.ts';
import { commandWords } from './flag-value.ts';
import { serverWith } from './kube-apiserver.ts';
import { noApiServer, type Recognition } from './recognition.ts';

const API_SERVERS = ['apiserver', 'kube-apiserver'];
const OTHERS = [
  'cloud-controller-manager',
  'controller-manager',
  'kube-controller-manager',
  'kube-proxy',
  'kube-scheduler',
  'kubectl',
  'kubelet',
  'proxy',
  'scheduler',
];

/** hyperkube passes flags before and after the subcommand to it. */
export function hyperkube(args: readonly Argument[]): Recognition {
  const command = commandWords(args, [...API_SERVERS, ...OTHERS])[0];
  if (command === undefined || !API_SERVERS.includes(command.text)) {
    return noApiServer('this hyperkube runs another component');
  }
  return serverWith(
    `hyperkube ${command.text}`,
    args.filter((argument) => argument !== command),
  );
}
