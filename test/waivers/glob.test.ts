import { matchesGlob } from 'node:path/posix';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globFault, matchesPath, matchesText, pathGlobFault } from '../../src/waivers/glob.ts';
import { fuzzing } from '../support/fuzzing.ts';

describe('a glob of names', () => {
  test.each([
    ['cp-1', 'cp-1', true, 'the name itself'],
    ['cp-1', 'cp-10', false, 'all of the name'],
    ['CP-1', 'cp-1', false, 'upper case is not lower case'],
    ['cp-?', 'cp-1', true, 'one character'],
    ['cp-?', 'cp-', false, 'not none'],
    ['cp-?', 'cp-é', true, 'any character'],
    ['cp-?', 'cp-😀', true, 'one that takes two units'],
    ['*', '', true, 'nothing, as of a host that is not known'],
    ['prod-*', 'prod-eu/1', true, 'a slash in the name of a cluster'],
    ['*-1*', 'cp-21-10', true, 'the second place where it fits'],
    ['cp.1', 'cp-1', false, 'a full stop is one'],
    ['k3s *', 'k3s server', true, 'a program with its subcommand'],
  ])('%s on %s: %s, %s', (glob, name, expected) => expect(matchesText(glob, name)).toBe(expected));
});

describe('a glob of paths', () => {
  test.each([
    ['deploy/a.yaml', 'deploy/a.yaml', true, 'the path itself'],
    ['./deploy/a.yaml', 'deploy/a.yaml', true, './ says nothing'],
    ['deploy/a.yaml', './deploy/a.yaml', true, './ says nothing there either'],
    ['deploy/a.yaml', '/repo/deploy/a.yaml', false, 'a relative path is not an absolute one'],
    ['**/deploy/a.yaml', '/repo/deploy/a.yaml', true, 'below any directory'],
    ['**/a.yaml', 'a.yaml', true, 'or below none'],
    ['deploy/*.yaml', 'deploy/x/a.yaml', false, 'an asterisk is no slash'],
    ['deploy?a.yaml', 'deploy/a.yaml', false, 'nor is a question mark'],
    ['deploy/a.yaml', './/deploy/.//a.yaml', true, 'what says nothing may be anywhere'],
    ['././deploy//a.yaml', 'deploy/a.yaml', true, 'in the glob as well'],
    ['//a.yaml', '/a.yaml', true, 'but the first slash is the root'],
    ['a.yaml', '/a.yaml', false, 'which a relative path has not'],
    ['deploy/a.yaml', 'deploy/../deploy/a.yaml', false, 'what is above may be elsewhere through a link'],
    ['deploy/**/a.yaml', 'deploy/x/y/a.yaml', true, 'any number of directories'],
    ['deploy/**', 'deploy/x/.y', true, 'everything below, hidden files as well'],
    ['/etc/*/manifests/*', '/etc/kubernetes/manifests/a.yaml', true, 'an absolute path'],
    ['*', '-', true, 'standard input'],
    ['**', '/a/b', true, 'any path'],
  ])('%s on %s: %s, %s', (glob, path, expected) => expect(matchesPath(glob, path)).toBe(expected));

  const { parameters, timeout } = fuzzing(2000);
  const part = (pieces: string[]) =>
    fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }).map((all) => all.join(''));
  const joined = (segment: fc.Arbitrary<string>) =>
    fc.array(segment, { minLength: 1, maxLength: 5 }).map((all) => all.join('/'));
  // Node.js does not take a directory for something below itself, which no path of a file is.
  const glob = fc.tuple(
    joined(fc.oneof(part(['a', 'b', '*', '?']), fc.constant('**'))),
    part(['a', '*', '?']),
  );

  test('matches what Node.js matches', { timeout }, () => {
    fc.assert(
      fc.property(glob, joined(part(['a', 'b'])), ([directory, name], path) => {
        const pattern = `${directory}/${name.replaceAll(/\*+/g, '*')}`.replaceAll(
          /\*{3,}|(?<=[^/])\*\*|\*\*(?=[^/])/g,
          '*',
        );
        expect([pattern, path, matchesPath(pattern, path)]).toEqual([
          pattern,
          path,
          matchesGlob(path, pattern),
        ]);
      }),
      parameters,
    );
  });
});

test('no glob takes longer than both lengths together demand', () => {
  for (const match of [matchesText, matchesPath]) {
    const glob = '*a*b*c*a*b*c*d'.repeat(10);
    const started = performance.now();
    expect(match(glob, 'abc'.repeat(20_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  }
});

test.each([
  ['[ab]', 'has [ in it'],
  ['{a,b}', 'has { in it'],
  ['!a', 'has ! in it'],
  ['a\\*', 'has \\ in it'],
  ['a]', 'has ] in it'],
  ['a!b', undefined],
])('what other globs have is not taken for text: %s', (glob, what) =>
  expect([globFault(glob)?.what, pathGlobFault(glob)?.what]).toEqual([what, what]),
);

test('a path of a directory, which would match no file, is a fault with what to write', () => {
  expect(pathGlobFault('deploy/')?.hint).toContain('end it with /**');
  expect([pathGlobFault('deploy/**'), globFault('prod/')]).toEqual([undefined, undefined]);
});
