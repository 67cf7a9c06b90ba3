import type { Choice } from '../choice-option.ts';
import type { CompletedCommand, CompletedOption, Definition, Value } from './definition.ts';

/** For fish 3 and later. */
export function fishScript({ program, audit, commands }: Definition): string {
  const fn = `__${program.replaceAll('-', '_')}`;
  const complete = `complete -c ${program}`;
  const valued = audit.options.flatMap(({ names, value }) => (value ? names : []));
  const ofCommand = ({ name, options, operand }: CompletedCommand): string[] => {
    const condition = `-n '${fn}_is ${name === '' ? '""' : name}'`;
    return [
      ...(operand === undefined ? [`${complete} ${condition} -f`] : []),
      ...(operand && 'choices' in operand.value
        ? [`${complete} ${condition} -f -a ${quote(listed(operand.value.choices))}`]
        : []),
      ...options.map((option) => `${complete} ${condition} ${optionWords(option, fn)}`),
    ];
  };
  return `# fish completion for ${program}

# The first operand before the cursor.
function ${fn}_first
    set -l words (commandline -opc)
    set -l is_value no
    for word in $words[2..-1]
        if test $is_value = yes
            set is_value no
            continue
        end
        switch $word
            case ${valued.join(' ')}
                set is_value yes
            case '-?*'
            case '*'
                echo -- $word
                return
        end
    end
end

# Whether the command is the one named; an empty name is the audit.
function ${fn}_is
    set -l first (${fn}_first)
    if test -n "$argv[1]"
        test "$first" = "$argv[1]"
    else
        not contains -- "$first" ${commands.map(({ name }) => name).join(' ')}
    end
end

# Names, and after = files.
function ${fn}_pair
    set -l word (string replace -r '^--[a-z-]+=' '' -- (commandline -ct))
    if not string match -q '*=*' -- $word
        string replace -r '^([^\\t]+)' '$1=' -- $argv
        return
    end
    set -l parts (string split -m 1 = -- $word)
    for file in (complete -C "'' $parts[2]")
        echo -- "$parts[1]=$file"
    end
end

${commands.map(({ name, summary }) => `${complete} -n 'test -z "$(${fn}_first)"' -a ${name} -d ${quote(summary)}`).join('\n')}
${[audit, ...commands].flatMap(ofCommand).join('\n')}
`;
}

function optionWords({ names, summary, value }: CompletedOption, fn: string): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return [...flags, ...(value ? [valueWords(value, fn)] : []), `-d ${quote(summary)}`].join(' ');
}

function valueWords(value: Value, fn: string): string {
  switch (value.kind) {
    case 'text':
      return '-x';
    case 'file':
      return '-r -F';
    case 'directory':
      return "-x -a '(__fish_complete_directories)'";
    case 'choice':
      return `-x -a ${quote(listed(value.choices))}`;
    case 'pair':
      return `-x -a ${quote(`(${fn}_pair ${listed(value.choices)})`)}`;
    default:
      return value satisfies never;
  }
}

/** Words that fish evaluates, each with its description after a tab. */
function listed(choices: readonly Choice[]): string {
  return choices
    .map(({ name, summary }) => (summary === '' ? name : `${name}\\t"${summary.replace(/["$\\]/g, '\\$&')}"`))
    .join(' ');
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
