import { Command } from 'commander';
import { expect, test } from 'vitest';
import { ChoiceOption, choicesOf } from '../../../src/command-line/choice-option.ts';
import { definitionOf } from '../../../src/command-line/completion/definition.ts';

test('explains an option as the help does, without the choices that are completed anyway', () => {
  const program = new Command('tool')
    .option('--wait [seconds]', 'wait for it (default: 180)')
    .option('--every <duration>', 'stay, and audit again after that time: 30m, 1h')
    .addOption(new ChoiceOption('--source <name>', 'how to list: auto, ps', choicesOf(['auto', 'ps'])));
  const summaries = definitionOf(program).audit.options.map(({ summary }) => summary);
  expect(summaries.slice(0, 3)).toEqual([
    'wait for it (default: 180)',
    'stay, and audit again after that time: 30m, 1h',
    'how to list',
  ]);
});
