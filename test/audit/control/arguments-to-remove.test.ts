import { describe, expect, test } from 'vitest';
import { argumentsToRemove } from '../../../src/audit/control/kubelet-https-uses.ts';
import { parseFlags } from '../../../src/audit/flags/parse-flags.ts';
import { toArguments } from '../../../src/model/argument.ts';

describe('the arguments that go', () => {
  test.each([
    [
      '--v=2 --kubelet-https=false --kubelet-https',
      ['--kubelet-https=false', '--kubelet-https'],
      'every use',
    ],
    ['--kubelet-https false --v=2', ['--kubelet-https', 'false'], 'a bool right after a bare use'],
    ['--no-kubelet-https true --v=2', ['--no-kubelet-https', 'true'], 'a bool right after a misspelt use'],
    ['-kubelet-https f', ['-kubelet-https', 'f'], 'a bool right after one with one dash'],
    ['--kubelet-https=false true', ['--kubelet-https=false'], 'no bool after a use with a value'],
    ['--kubelet-https other', ['--kubelet-https'], 'nothing behind it that is not a bool'],
    ['--etcd-prefix --kubelet-https=0', [], 'not the value of another flag'],
    ['--new --kubelet-https=0', ['? --kubelet-https=0'], 'perhaps the value of a flag that is not known'],
    [
      '--no-kubelet-https --kubelet-https=0',
      ['--no-kubelet-https', '--kubelet-https=0'],
      'both, whatever the second is',
    ],
    [
      '--new --no-kubelet-https --kubelet-https',
      ['? --no-kubelet-https', '? --kubelet-https'],
      'perhaps both',
    ],
  ])('of %s: %j, %s', (words, expected) => {
    const flags = parseFlags(toArguments(['kube-apiserver', ...words.split(' ')]).slice(1));
    const removed = argumentsToRemove(flags);
    expect(removed.map(({ argument, isCertain }) => `${isCertain ? '' : '? '}${argument.text}`)).toEqual(
      expected,
    );
  });
});
