import { expect, test } from 'vitest';
import { optionValue } from '../../src/host/option-value.ts';

test.each([
  { argv: ['--config=/a'], value: '/a', why: 'behind an equals sign' },
  { argv: ['--config', '/a'], value: '/a', why: 'as the next argument' },
  { argv: ['-c', '/a', '--config=/b=c'], value: '/b=c', why: 'the last, by any name' },
  { argv: ['--config=/a', '-c=/b'], value: '/b', why: 'the last, by the other name' },
  { argv: ['--config-dir=/a', '--x=--config'], value: undefined, why: 'not of another option' },
  { argv: ['--config'], value: undefined, why: 'none behind it' },
])('an option has the value $value: $why', ({ argv, value }) =>
  expect(optionValue(argv, '--config', '-c')).toBe(value),
);
