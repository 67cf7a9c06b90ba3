import type { Argument, Command, Option } from 'commander';
import { type Choice, ChoiceOption, choicesOf } from '../choice-option.ts';

/** What can stand in a place of the command line; `pair` is a name, `=` and a file. */
export type Value =
  | { readonly kind: 'text' | 'file' | 'directory' }
  | { readonly kind: 'choice' | 'pair'; readonly choices: readonly Choice[] };

export interface CompletedOption {
  /** As they are given: `-f`, `--format`. */
  readonly names: readonly string[];
  readonly summary: string;
  /** Undefined where it takes none, or none that needs to follow. */
  readonly value: Value | undefined;
  readonly isRepeatable: boolean;
}

export interface CompletedCommand {
  /** Empty for the audit. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** Undefined where it takes no operand. */
  readonly operand: { readonly value: Value; readonly isRepeatable: boolean } | undefined;
}

export interface Definition {
  readonly program: string;
  readonly audit: CompletedCommand;
  readonly commands: readonly CompletedCommand[];
}

/** What a program takes, as its help says it. */
export function definitionOf(program: Command): Definition {
  const help = program.createHelp();
  const subcommands = help.visibleCommands(program);
  const commandNames = choicesOf(program.commands.map((command) => command.name()));
  const toCommand = (command: Command, name = command.name()): CompletedCommand => {
    const [argument] = command.registeredArguments;
    return {
      name,
      summary: help.subcommandDescription(command),
      options: help.visibleOptions(command).map(toOption),
      operand: argument && {
        value: toValue(argument.name(), choicesFor(argument, commandNames)),
        isRepeatable: argument.variadic,
      },
    };
  };
  return {
    program: program.name(),
    audit: toCommand(program, ''),
    commands: subcommands.map((command) => toCommand(command)),
  };
}

function toOption(option: Option): CompletedOption {
  const choices = option instanceof ChoiceOption ? option.names : [];
  const listed = choices.length > 0 ? `: ${choices.map(({ name }) => name).join(', ')}` : '';
  return {
    names: [option.short, option.long].flatMap((name) => name ?? []),
    summary: option.description.replace(listed, ''),
    value: option.required
      ? toValue(option.flags.slice(option.flags.lastIndexOf('<') + 1, -1), choices)
      : undefined,
    isRepeatable: Array.isArray(option.defaultValue),
  };
}

function choicesFor(argument: Argument, commands: readonly Choice[]): readonly Choice[] {
  return argument.name() === 'command' ? commands : choicesOf(argument.argChoices ?? []);
}

/** @param placeholder how the help calls the value */
function toValue(placeholder: string, choices: readonly Choice[]): Value {
  const isPath = ['file', 'target', 'report'].includes(placeholder);
  if (choices.length > 0) return { kind: isPath ? 'pair' : 'choice', choices };
  if (isPath) return { kind: 'file' };
  return { kind: placeholder === 'dir' ? 'directory' : 'text' };
}
