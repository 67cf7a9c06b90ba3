import { Argument, Command } from 'commander';
import { parseChoice } from './option-values.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function createCompletionCommand(action: (shell: Shell) => void): Command {
  return new Command('completion')
    .summary('print the script that completes commands, options and files in a shell')
    .description('Prints the script that completes commands, options and files in a shell.')
    .addArgument(
      new Argument('<shell>').choices(SHELLS).argParser((name) => parseChoice('shell', name, SHELLS)),
    )
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', AFTER_HELP)
    .action(action);
}

const AFTER_HELP = `
Where to put it:
  ~/.bashrc                   eval "$(kubelet-https-audit completion bash)"
  ~/.zshrc, after compinit    eval "$(kubelet-https-audit completion zsh)"
  ~/.config/fish/config.fish  kubelet-https-audit completion fish | source`;
