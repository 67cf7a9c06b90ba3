import { expect, test } from 'vitest';
import { AuditError } from '../../src/model/problem.ts';
import { describeError } from '../../src/terminal/describe-error.ts';
import { commandsOf } from '../support/ci-commands.ts';

const COMMANDS = '::error::x\n  ::add-mask::a\r##[group]x ##vso[x]';

test.each([
  { error: new AuditError(COMMANDS, COMMANDS), why: 'an error and its hint' },
  { error: new Error(COMMANDS), why: 'a bug and its stack' },
  { error: COMMANDS, why: 'what was thrown and is not an error' },
])('no line is a command to a CI: $why', ({ error }) => {
  const text = describeError(error);
  expect(commandsOf(text)).toEqual([]);
  expect(text).toMatch(/^error: .*\nhint: .*\n/);
});
