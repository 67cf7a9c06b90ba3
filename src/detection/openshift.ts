import type { Argument } from '../model/argument.ts';
import { commandWords, flagValue } from './flag-value.ts';
import { serverWith } from './kube-apiserver.ts';
import { noApiServer, type Recognition } from './recognition.ts';

const NONE = 'this subcommand does not run kube-apiserver';

/** OpenShift 3: `openshift start [master [api]]` reads a config file, `start kubernetes apiserver` plain flags. */
export function openshift(args: readonly Argument[]): Recognition {
  const words = commandWords(args, ['start', 'master', 'api', 'kubernetes', 'apiserver']);
  const command = words.map(({ text }) => text).join(' ');
  if (command === 'start kubernetes apiserver') {
    return serverWith(
      `openshift ${command}`,
      args.filter((argument) => !words.includes(argument)),
    );
  }
  if (!['start', 'start master', 'start master api'].includes(command)) return noApiServer(NONE);
  const option = command === 'start' ? '--master-config' : '--config';
  return configured(`openshift ${command}`, args, option, 'kubernetesMasterConfig.apiServerArguments');
}

/** OpenShift 4.0: `hypershift openshift-kube-apiserver --config=FILE`. */
export function hypershift(args: readonly Argument[]): Recognition {
  const command = commandWords(args, ['openshift-kube-apiserver'])[0];
  if (command?.text !== 'openshift-kube-apiserver') return noApiServer(NONE);
  return configured(`hypershift ${command.text}`, args, '--config', 'apiServerArguments');
}

function configured(program: string, args: readonly Argument[], option: string, field: string): Recognition {
  const file = flagValue(args, option);
  const hidden =
    file === undefined
      ? {
          reason: `its arguments are ${field} of a configuration file that its command line does not name`,
          hint: `Look for kubelet-https under ${field} in the master's configuration.`,
        }
      : {
          reason: `its arguments are ${field} in ${file}`,
          hint: `Look for kubelet-https under ${field} in ${file}.`,
          source: { kind: 'openshift' as const, path: file },
        };
  return { isApiServer: true, program, arguments: [], hidden };
}
