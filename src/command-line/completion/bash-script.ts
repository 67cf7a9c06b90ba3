import type { CompletedCommand, Definition, Value } from './definition.ts';

/**
 * For bash 3.2 and later, also without the package bash-completion. Files are completed by readline itself, which knows
 * quotes, tildes and variables.
 */
export function bashScript({ program, audit, commands }: Definition): string {
  const all = [audit, ...commands];
  const names = commands.map(({ name }) => name);
  const valued = all.flatMap(({ name, options }) =>
    options.flatMap((option) => (option.value ? option.names.map((long) => quote(`${name} ${long}`)) : [])),
  );
  const fn = `_${program.replaceAll('-', '_')}`;
  return `# bash completion for ${program}

${fn}() {
  local IFS=$' \\t\\n' command='' option='' prefix='' kind=file words='' kept value word
  local -i i count=0 operands=0 ended=0 joined=0
  local -a line=()
  # Readline breaks words at = and : as well.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if ((count > 0)) && { ((joined)) || [[ $word == [=:]* ]]; }; then
      line[count - 1]+=$word
    else
      line[count]=$word
      count+=1
    fi
    joined=0
    [[ $word != *[=:] ]] || joined=1
  done
  value=\${line[count - 1]}
  word=\${COMP_WORDS[COMP_CWORD]}
  [[ $word != [=:]* ]] || word=''
  kept=\${value%"$word"}

  for ((i = 0; i < count - 1; i++)); do
    word=\${line[i]}
    if [[ -n $option ]]; then
      option=''
    elif ((ended)) || [[ $word != -?* ]]; then
      if [[ -z $command ]] && ((operands == 0 && ended == 0)); then
        case $word in
          ${names.join(' | ')}) command=$word && continue ;;
        esac
      fi
      operands+=1
    elif [[ $word == -- ]]; then
      ended=1
    else
      case "$command $word" in
        ${valued.join(' | ')}) option=$word ;;
      esac
    fi
  done

  if [[ -z $option && $value == --*=* ]] && ((ended == 0)); then
    option=\${value%%=*} prefix=\${value%%=*}= value=\${value#*=}
  fi
  if [[ -z $option && $value == -* ]] && ((ended == 0)); then
    case $command in
${all.map(optionNames).join('\n')}
    esac
  else
    case "$command $option" in
${[...all.flatMap(optionValues), ...commands.map(operandWords)].join('\n')}
      ' ') ((operands > 0 || ended)) || words=${quote(names.join(' '))} ;;
    esac
  fi

  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("\${word#"$kept"}")
  done < <(compgen -P "$prefix" -W "$words" -- "$value")
  case $kind in
    pair) [[ $value == *=* ]] || compopt +o default -o nospace ;;
    directory) compopt +o default -o dirnames ;;
    none) compopt +o default ;;
    file)
      if ((\${#COMPREPLY[@]} > 0)); then
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$value")
        compopt -o filenames
      fi
      ;;
  esac 2>/dev/null
  return 0
}

complete -o default -F ${fn} ${program}
`;
}

function optionNames({ name, options }: CompletedCommand): string {
  return `      ${quote(name)}) kind=none words=${quote(options.flatMap((option) => option.names).join(' '))} ;;`;
}

function optionValues({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ names, value }) => {
    if (value === undefined) return [];
    const pattern = names.map((option) => quote(`${name} ${option}`)).join(' | ');
    return value.kind === 'file' ? [] : `      ${pattern}) ${assignments(value)} ;;`;
  });
}

/** A single operand is completed once. */
function operandWords({ name, operand }: CompletedCommand): string {
  const pattern = quote(`${name} `);
  if (operand === undefined) return `      ${pattern}) kind=none ;;`;
  if (operand.isRepeatable) return `      ${pattern}) ${assignments(operand.value)} ;;`;
  return `      ${pattern}) ((operands > 0)) && kind=none || ${assignments(operand.value)} ;;`;
}

function assignments(value: Value): string {
  switch (value.kind) {
    case 'text':
      return 'kind=none';
    case 'choice':
      return `kind=none words=${quote(value.choices.map(({ name }) => name).join(' '))}`;
    case 'pair':
      return `kind=pair words=${quote(value.choices.map(({ name }) => `${name}=`).join(' '))}`;
    default:
      return `kind=${value.kind}`;
  }
}

/** As one word of a shell like sh. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
