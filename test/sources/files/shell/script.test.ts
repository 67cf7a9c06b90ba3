import { describe, expect, test } from 'vitest';
import { readShellScript } from '../../../../src/sources/files/shell/script.ts';

function read(script: string, variables: Readonly<Record<string, string>> = {}) {
  return readShellScript(script, new Map(Object.entries(variables))).map((words) =>
    words.map(({ text, isUnknown }) => (isUnknown ? `${text}…` : text)),
  );
}

describe('a shell script', () => {
  test.each([
    { script: 'a b  c', commands: [['a', 'b', 'c']], why: 'is split at blanks' },
    {
      script: 'a "b c" \'d e\' f\\ g',
      commands: [['a', 'b c', 'd e', 'f g']],
      why: 'keeps what is quoted together',
    },
    { script: '--x="b"c\'d\'', commands: [['--xbcd']].map(() => ['--x=bcd']), why: 'joins what touches' },
    { script: 'a ""', commands: [['a', '']], why: 'keeps an empty argument' },
    { script: '\'a\\b\' "c\\d\\"e"', commands: [['a\\b', 'c\\d"e']], why: 'escapes as the quotes say' },
    {
      script: 'a; b && c || d | e & f',
      commands: [['a'], ['b'], ['c'], ['d'], ['e'], ['f']],
      why: 'has commands',
    },
    { script: 'a\nb \\\n c', commands: [['a'], ['b', 'c']], why: 'has lines and continuations' },
    { script: '(a; b)', commands: [['a'], ['b']], why: 'has subshells' },
    { script: 'exec a b', commands: [['a', 'b']], why: 'leaves out exec' },
    { script: 'X=1 Y=2 exec a', commands: [['a']], why: 'leaves out assignments' },
    { script: 'a >/x 2>&1 1>>/var/log/y < z b', commands: [['a', 'b']], why: 'leaves out redirections' },
    { script: 'a # b c\nd', commands: [['a'], ['d']], why: 'leaves out comments' },
    { script: 'a#b', commands: [['a#b']], why: 'takes no # inside a word for a comment' },
    { script: `a $X $\{X}y "$X"`, commands: [['a', '1', '1y', '1']], why: 'knows its variables' },
    { script: "a '$X'", commands: [['a', '$X']], why: 'expands nothing in single quotes' },
    {
      script: 'a $Z --b=$Z "$@"',
      commands: [['a', '$Z…', '--b=$Z…', '$@…']],
      why: 'says what it cannot know',
    },
    { script: 'a $(b; c) `d e` f', commands: [['a', '$(b; c)…', '`d e`…', 'f']], why: 'runs nothing' },
    { script: 'a "b', commands: [['a', 'b']], why: 'may have an open quote' },
    { script: 'a $W "$W" x$W', commands: [['a', 'b', 'c', 'b c', 'xb c…']], why: 'splits an unquoted value' },
    {
      script: 'cat <<END >x\na --b\nEND\nc',
      commands: [['cat'], ['c']],
      why: 'takes no here-document for commands',
    },
    { script: '', commands: [], why: 'may be empty' },
  ])('$why: $script', ({ script, commands }) => expect(read(script, { X: '1', W: 'b c' })).toEqual(commands));

  test('says where each word is written', () => {
    const script = 'exec  kube-apiserver --a="b c" >x';
    const places = readShellScript(script, new Map())
      .flat()
      .map(({ start, end }) => script.slice(start, end));
    expect(places).toEqual(['kube-apiserver', '--a="b c"']);
  });

  test.each(['"', '$(', '`', '\\', '>', '$', ' ', ';', '#', 'a'])(
    'is read in no time: 300,000 times %o',
    (text) => {
      expect(readShellScript(text.repeat(300_000), new Map())).toBeInstanceOf(Array);
    },
  );
});
