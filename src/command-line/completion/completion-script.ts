import type { Command } from 'commander';
import type { Shell } from '../completion-command.ts';
import { bashScript } from './bash-script.ts';
import { type Definition, definitionOf } from './definition.ts';
import { fishScript } from './fish-script.ts';
import { zshScript } from './zsh-script.ts';

const SCRIPTS: Readonly<Record<Shell, (definition: Definition) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** The script that completes the command line of a program in a shell. */
export function completionScript(program: Command, shell: Shell): string {
  return SCRIPTS[shell](definitionOf(program));
}
