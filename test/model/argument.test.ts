import { expect, test } from 'vitest';
import { parseBool } from '../../src/model/argument.ts';

test.each(['1', 't', 'T', 'true', 'TRUE', 'True'])('%s is true to Go', (text) =>
  expect(parseBool(text)).toBe(true),
);

test.each(['0', 'f', 'F', 'false', 'FALSE', 'False'])('%s is false to Go', (text) =>
  expect(parseBool(text)).toBe(false),
);

test.each(['', 'no', 'off', 'yes', 'on', 'tRUE', 'fALSE', ' true', 'true ', '"true"', '00', '01', 'n', '2'])(
  '%o is not a bool to Go',
  (text) => expect(parseBool(text)).toBeUndefined(),
);
