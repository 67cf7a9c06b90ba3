import { expect, test } from 'vitest';
import { flagValue } from '../../src/detection/flag-value.ts';
import { toArguments } from '../../src/model/argument.ts';

test.each([
  { argv: ['--config=/a'], value: '/a', why: 'after an equals sign' },
  { argv: ['--config', '/a'], value: '/a', why: 'as the next argument' },
  { argv: ['-c', '/a', '--config=/b=c'], value: '/b=c', why: 'the last, by any name' },
  { argv: ['--config=/a', '-c=/b'], value: '/b', why: 'the last, by the other name' },
  { argv: ['--config-dir=/a', '--x=--config'], value: undefined, why: 'not of another flag' },
  { argv: ['--config'], value: undefined, why: 'none after it' },
  { argv: ['--config', '-v'], value: undefined, why: 'not another flag' },
  { argv: ['--', '--config=/a'], value: undefined, why: 'not after the last flag' },
])('a flag has the value $value: $why', ({ argv, value }) =>
  expect(flagValue(toArguments(argv), '--config', '-c')).toBe(value),
);
