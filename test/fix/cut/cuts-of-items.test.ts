import { describe, expect, test } from 'vitest';
import { cut } from '../../support/fix/cut.ts';

/** The text, with what is to be removed between « and »; what is left of it; which case that is. */
type Row = readonly [text: string, left: string, why: string];

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'in one line': [
    ['l: [«x», a]\n', 'l: [a]\n', 'the first item'],
    ['l: [a, «x», b]\n', 'l: [a, b]\n', 'one in the middle'],
    ['l: [a, «x»]\n', 'l: [a]\n', 'the last item'],
    ['l: [«x»] # why\nz: 1\n', 'z: 1\n', 'the only item'],
    ['l: [«x»,a]\n', 'l: [a]\n', 'no blanks, first'],
    ['l: [a,«x»,b]\n', 'l: [a,b]\n', 'no blanks, middle'],
    ['l: [a,«x»]\n', 'l: [a]\n', 'no blanks, last'],
    ['l: [ «x», a ]\n', 'l: [ a ]\n', 'blanks inside, first'],
    ['l: [ a, «x» ]\n', 'l: [ a ]\n', 'blanks inside, last'],
    ['l: [ «x» ]\nz: 1\n', 'z: 1\n', 'blanks inside, only'],
    ['l: [a , «x» , b]\n', 'l: [a , b]\n', 'blanks before commas'],
    ['l: [a, «x», ]\n', 'l: [a, ]\n', 'a comma at the end, last'],
    ['l: [«x»,]\nz: 1\n', 'z: 1\n', 'a comma at the end, only'],
    ['l: [a, «x», «false», b]\n', 'l: [a, b]\n', 'two beside each other'],
    ['l: [a, «x», «false»]\n', 'l: [a]\n', 'the last two'],
    ['m: {l: [«x», «false»], z: 1}\n', 'm: {z: 1}\n', 'all'],
    ['l: [«"x"», \'a\']\n', "l: ['a']\n", 'in quotes'],
    ['l: ["a,b", «x», \'c,d\']\n', 'l: ["a,b", \'c,d\']\n', 'a comma in another item'],
    ['m: {«x: 1», a: 2}\n', 'm: {a: 2}\n', 'a map, first'],
    ['m: {a: 1, «x: 1», b: 2}\n', 'm: {a: 1, b: 2}\n', 'a map, middle'],
    ['m: {a: 1, «x: 1»}\n', 'm: {a: 1}\n', 'a map, last'],
    ['m: {«x: 1»}\nz: 1\n', 'z: 1\n', 'a map, only'],
  ],
  'in lines': [
    ['l: [\n  «x»,\n  a\n]\n', 'l: [\n  a\n]\n', 'one item a line, first'],
    ['l: [\n  a,\n  «x»,\n  b\n]\n', 'l: [\n  a,\n  b\n]\n', 'one item a line, middle'],
    ['l: [\n  a,\n  «x»\n]\n', 'l: [\n  a\n]\n', 'one item a line, last'],
    ['l: [\n  a,\n  «x»,\n]\n', 'l: [\n  a,\n]\n', 'one item a line, last with a comma'],
    ['l: [\n  «x»\n]\nz: 1\n', 'z: 1\n', 'one item a line, only'],
    ['l: [\n  a,\n  «x»,\n  «false»\n]\n', 'l: [\n  a\n]\n', 'two of the last'],
    ['l: [\n  a\n  , «x»\n  , b\n]\n', 'l: [\n  a\n  , b\n]\n', 'a comma first, middle'],
    ['l: [\n  a\n  , «x»\n]\n', 'l: [\n  a\n]\n', 'a comma first, last'],
    [
      'l: [\n  # of a\n  a, # one\n  # of x\n  «x», # two\n  b # three\n]\n',
      'l: [\n  # of a\n  a, # one\n  # of x\n  b # three\n]\n',
      'comments stay',
    ],
    [
      'l: [\n  a, # one\n  «x» # two\n]\n',
      'l: [\n  a # one\n]\n',
      'the comma of the item before goes, its comment stays',
    ],
    ['l: [a,\n    «x», b,\n    c]\n', 'l: [a,\n    b,\n    c]\n', 'several a line'],
    ['l: [a, «x»,\n    b]\n', 'l: [a,\n    b]\n', 'last on its line'],
    ['l: [\r\n  a,\r\n  «x»\r\n]\r\n', 'l: [\r\n  a\r\n]\r\n', 'carriage returns'],
  ],
  JSON: [
    ['{"l":[«"x"»,"a"]}', '{"l":["a"]}', 'compact, first'],
    ['{"l":["a",«"x"»,"b"]}\n', '{"l":["a","b"]}\n', 'compact, middle'],
    ['{"l":["a",«"x"»]}', '{"l":["a"]}', 'compact, last'],
    ['{"l":[«"x"»],"z":1}', '{"z":1}', 'compact, only'],
    ['{"z":1,"l":[«"x"»]}', '{"z":1}', 'compact, only and last'],
    ['{"z":1,"a":{"b":{«"x":"2"»}}}', '{"z":1}', 'compact, a cascade'],
    ['{"z":1,"a":{"b":{«"x":"2"»}},"y":2}', '{"z":1,"y":2}', 'compact, a cascade in the middle'],
    ['{"l":[«"x"»]}', '{}', 'compact, all there is'],
    ['{\n  "l": [\n    «"x"»,\n    "a"\n  ]\n}\n', '{\n  "l": [\n    "a"\n  ]\n}\n', 'pretty, first'],
    ['{\n  "l": [\n    "a",\n    «"x"»\n  ]\n}\n', '{\n  "l": [\n    "a"\n  ]\n}\n', 'pretty, last'],
    ['{\n  "l": [\n    «"x"»\n  ],\n  "z": 1\n}\n', '{\n  "z": 1\n}\n', 'pretty, only'],
    ['{\n  "z": 1,\n  "l": [\n    «"x"»\n  ]\n}\n', '{\n  "z": 1\n}\n', 'pretty, only and last'],
    [
      '{\n\t"m": {\n\t\t«"x": "2"»,\n\t\t"a": 1\n\t}\n}\n',
      '{\n\t"m": {\n\t\t"a": 1\n\t}\n}\n',
      'pretty, a key',
    ],
    [
      '{\n  "m": {\n    "a": 1,\n    «"x": "2"»\n  }\n}\n',
      '{\n  "m": {\n    "a": 1\n  }\n}\n',
      'a last key of an object that stays',
    ],
  ],
};

describe.each(Object.entries(ROWS))('what goes from a flow: %s', (_, rows) => {
  test.each(rows)('%j leaves %j: %s', (text, left) => {
    expect(cut(text)).toBe(left);
  });
});
