import { describe, expect, test } from 'vitest';
import { isAtLeast, parseRelease } from '../../src/model/release.ts';

describe('a Kubernetes version', () => {
  test.each([
    ['1.20', { major: 1, minor: 20 }],
    ['v1.20.2', { major: 1, minor: 20 }],
    ['v1.21.5+k3s1', { major: 1, minor: 21 }],
    ['1.20.8-gke.900', { major: 1, minor: 20 }],
    ['v1.9.6_coreos.0', { major: 1, minor: 9 }],
    ['v1.9.0-alpha.1', { major: 1, minor: 9 }],
  ])('%s is read', (text, release) => expect(parseRelease(text)).toEqual(release));

  test.each(['', '1', 'v1', '1.x', 'latest', '1.20.', '1.20 ', ' 1.20', '1.20;rm', '-1.20', '1.2.3.4'])(
    '%o is refused',
    (text) => expect(parseRelease(text)).toBeUndefined(),
  );

  test.each([
    [{ major: 1, minor: 9 }, false],
    [{ major: 1, minor: 10 }, true],
    [{ major: 1, minor: 22 }, true],
    [{ major: 2, minor: 0 }, true],
    [{ major: 0, minor: 99 }, false],
  ])('%o is compared by numbers', (release, expected) => expect(isAtLeast(release, 1, 10)).toBe(expected));
});
