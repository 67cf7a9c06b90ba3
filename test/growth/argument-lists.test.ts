import { expect, test } from 'vitest';
import { countSteps } from '../support/count-steps.ts';
import { hostTree } from '../support/host-tree.ts';
import { runInProcess } from '../support/run-in-process.ts';

const SMALL = 1000;
const TIMES = 10;
/** As readers.test.ts has it. */
const MOST_TIMES = 12;

test.each([
  ['the flag', '--kubelet-https=0'],
  ['flags that are known', '--v=2'],
  ['flags that are not known', '--x'],
  ['empty arguments', ''],
  ['ends of flags', '--'],
  ['words', 'apiserver'],
])(
  'an audit of ten times the arguments takes no more than twelve times the steps: %s',
  async (_, argument) => {
    const rootOf = (count: number) =>
      hostTree([{ pid: 7, cmdline: ['kube-apiserver', ...Array.from({ length: count }, () => argument)] }]);
    const audit = (root: string) => runInProcess(['--root', root, '--verbose']);
    const [small, large] = [rootOf(SMALL), rootOf(SMALL * TIMES)];
    // What is loaded and made once is so here.
    await audit(small);
    const few = await countSteps(() => audit(small));
    const many = await countSteps(() => audit(large));
    expect(few).toBeGreaterThan(SMALL);
    expect(many / few).toBeLessThanOrEqual(MOST_TIMES);
  },
);
