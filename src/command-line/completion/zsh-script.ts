import type { Choice } from '../choice-option.ts';
import { quote } from './bash-script.ts';
import type { CompletedCommand, CompletedOption, Definition, Value } from './definition.ts';

/** A function of zsh's completion system: for a directory of `fpath`, or to be evaluated after compinit. */
export function zshScript({ program, audit, commands }: Definition): string {
  const fn = `_${program}`;
  const branches = commands.map(
    (command) => `    ${command.name}) _arguments -s -S ${specs(command, fn, '        ')} ;;`,
  );
  return `#compdef ${program}
# zsh completion for ${program}

${fn}() {
  local curcontext=$curcontext context state state_descr line
  local -A opt_args
  local -i ret=1
  local -a commands audit
  commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join('\n')}
  )
  audit=(${specs({ ...audit, operand: undefined }, fn, '    ')}
  )
  _arguments -C -s -S -A '-*' $audit '1: :->first' '*:: :->rest' && ret=0
  case $state in
    first)
      _describe -t commands command commands && ret=0
      _files && ret=0
      ;;
    rest) ${fn}_rest && ret=0 ;;
  esac
  return ret
}

${fn}_rest() {
  case $words[1] in
${branches.join('\n')}
    *) _arguments -s -S $audit '*:target:_files' ;;
  esac
}

# A name, = and a file.
${fn}_pair() {
  local -a names=("$@")
  if compset -P '*='; then
    _files
  else
    _describe name names -q -S =
  fi
}

if [[ $funcstack[1] == ${fn} ]]; then
  ${fn} "$@"
else
  compdef ${fn} ${program}
fi
`;
}

function specs({ options, operand }: CompletedCommand, fn: string, indent: string): string {
  const all = [
    ...options.flatMap((option) => optionSpecs(option, fn)),
    ...(operand ? [`${operand.isRepeatable ? '*' : '1'}:${action(operand.value, fn)}`] : []),
  ];
  return all.map((spec) => `\\\n${indent}${quote(spec)}`).join(' ');
}

function optionSpecs({ names, summary, value, isRepeatable }: CompletedOption, fn: string): string[] {
  const others = isRepeatable ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
  const explanation = summary.replace(/[\\[\]:]/g, '\\$&');
  return names.map((name) => {
    if (value === undefined) return `${others}${name}[${explanation}]`;
    return `${others}${name}${name.startsWith('--') ? '=' : '+'}[${explanation}]:${action(value, fn)}`;
  });
}

/** The last two parts of a specification: what is completed, and how. */
function action(value: Value, fn: string): string {
  switch (value.kind) {
    case 'text':
      return 'value: ';
    case 'file':
      return 'file:_files';
    case 'directory':
      return 'directory:_files -/';
    case 'choice':
      return `name:((${value.choices.map(described).join(' ')}))`;
    case 'pair':
      return `report: ${fn}_pair ${value.choices.map(described).join(' ')}`;
    default:
      return value satisfies never;
  }
}

/** A word that the completion system evaluates. */
function described({ name, summary }: Choice): string {
  const words = summary === '' ? name : `${name}:${summary}`;
  return words.replace(/[^\w,./-]/g, '\\$&');
}
