import type { FleetFormatName } from '../../src/reporters/fleet/index.ts';
import type { FormatName } from '../../src/reporters/index.ts';

const COMMANDS = [
  // Blanks before it are trimmed. https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
  /^[\s\u0085]*::/,
  /##\[/,
  // https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
  /##vso\[/,
  /##teamcity\[/,
];

/** What the format of annotations is made of: a command with its properties, in which nothing opens another. */
const ANNOTATION = /^::(?:error|warning|notice) title=[^:]*::/;

/** The lines that the runner of a CI would take for a command, other than the annotations that are meant to be one. */
export function commandsOf(text: string, format?: FormatName | FleetFormatName): string[] {
  return text.split(/[\r\n]/).filter((line) => {
    const shown = format === 'github' ? line.replace(ANNOTATION, '') : line;
    return COMMANDS.some((command) => command.test(shown));
  });
}
