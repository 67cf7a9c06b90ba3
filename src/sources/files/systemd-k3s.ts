import { basename } from '../../model/basename.ts';
import type { WrittenArgument } from './file-format.ts';
import { programAt } from './flag-arguments.ts';

const SUBCOMMANDS = [
  'server',
  'agent',
  'kubectl',
  'crictl',
  'ctr',
  'check-config',
  'etcd-snapshot',
  'secrets-encrypt',
  'certificate',
  'token',
  'completion',
  'help',
];
const FLAG = /^--?kube-apiserver-arg=(.*)$/s;
const NAME_ALONE = /^--?kube-apiserver-arg$/;
const DISABLED = /^--?disable-apiserver(=(1|t|T|true|TRUE|True))?$/;

/** What `k3s server` hands to the API server inside it; undefined for every other command. */
export function apiServerInK3s([program, ...args]: readonly WrittenArgument[]):
  | WrittenArgument[]
  | undefined {
  if (program === undefined || basename(program.text) !== 'k3s') return undefined;
  const subcommand = args.find(({ text, isOpaque }) => isOpaque || SUBCOMMANDS.includes(text));
  if (subcommand?.text !== 'server' && !subcommand?.isOpaque) return undefined;
  if (args.some(({ text }) => DISABLED.test(text))) return undefined;
  return [
    programAt(program),
    configOf(program, args),
    ...args.flatMap((argument, index) => flagOf(argument, args[index - 1])),
  ];
}

/** The configuration file, read before the command line, which wins. It may hold any flag. */
function configOf({ start, end }: WrittenArgument, args: readonly WrittenArgument[]): WrittenArgument {
  const position = args.findLastIndex(({ text }) => /^(?:--?config|-c)(?:=|$)/.test(text));
  const option = args[position];
  const path = option?.text.includes('=') ? option.text.replace(/^[^=]*=/, '') : args[position + 1]?.text;
  return { text: (option && path) ?? '/etc/rancher/k3s/config.yaml', start, end, isOpaque: true };
}

function flagOf(argument: WrittenArgument, previous: WrittenArgument | undefined): WrittenArgument[] {
  if (argument.isOpaque) return [argument];
  const value = previous && NAME_ALONE.test(previous.text) ? argument.text : FLAG.exec(argument.text)?.[1];
  if (value === undefined) return [];
  // An unknown variable at its start may be any flag.
  if (value.startsWith('${')) return [{ ...argument, isOpaque: true }];
  return [{ ...argument, text: `--${value.replace(/^-+/, '')}` }];
}
