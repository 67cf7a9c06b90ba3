import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateKubeletHttps } from '../../src/audit/control/evaluate-kubelet-https.ts';
import { argumentsToRemove } from '../../src/audit/control/kubelet-https-uses.ts';
import { parseFlags } from '../../src/audit/flags/parse-flags.ts';
import { detect } from '../../src/detection/detect.ts';
import { parseBool } from '../../src/model/argument.ts';
import { parseRelease } from '../../src/model/release.ts';
import { fuzzing, hostileText } from '../support/fuzzing.ts';

const PROGRAMS = [
  'kube-apiserver',
  'hyperkube',
  'apiserver',
  'k3s',
  'server',
  'kubelite',
  'openshift',
  'start',
  'master',
];
const WRAPPERS = [
  'sh',
  '-c',
  'exec',
  'env',
  'A=b',
  'flock',
  'sudo',
  '-u',
  'nice',
  '-n',
  '5',
  'go-runner',
  '--',
  'busybox',
];
const FLAGS = [
  '-v',
  '-v2',
  '-h',
  '--etcd-servers',
  '--etcd-servers=x',
  '--kubelet-https',
  '--kubelet_https=0',
  '--new',
  '',
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PROGRAMS, ...WRAPPERS, ...FLAGS) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('0', '1', 't', 'false', 'no', '').map((value) => `--kubelet-https=${value}`),
  },
  { weight: 2, arbitrary: hostileText },
);
const words = fc.array(
  fc.record(
    { text, isUnknown: fc.constant(true as const), isSplit: fc.constant(true as const) },
    { requiredKeys: ['text'] },
  ),
  { maxLength: 12 },
);
const numbered = words.map((all) => all.map((word, index) => ({ ...word, index })));
const release = fc
  .constantFrom(undefined, '1.9', '1.18', '1.20', '1.22')
  .map((version) => (version === undefined ? undefined : parseRelease(version)));

const fuzz = fuzzing(3000);

describe('whatever the arguments are', () => {
  test('flags, positionals and what is not known are in order, and each once', {
    timeout: fuzz.timeout,
  }, () => {
    const property = fc.property(numbered, release, (args, of) => {
      const flags = parseFlags(args, of);
      const lists = [
        flags.of('kubelet-https').map(({ argument }) => argument),
        flags.unknown.map(({ argument }) => argument),
        flags.positionals,
        flags.variables,
      ];
      for (const list of lists) {
        const indexes = list.map(({ index }) => index);
        expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
        expect(list.filter((argument) => argument !== args[argument.index])).toEqual([]);
      }
    });
    fc.assert(property, fuzz.parameters);
  });

  test('the verdict is well-formed, and none passes what is false', { timeout: fuzz.timeout }, () => {
    const boundaries = fc.constantFrom('kept' as const, 'lost' as const);
    const property = fc.property(numbered, release, boundaries, (args, of, joined) => {
      const flags = parseFlags(args, of);
      const { status, reason, evidence, warnings } = evaluateKubeletHttps(flags, {
        release: of,
        boundaries: joined,
      });
      expect(['pass', 'fail', 'unknown']).toContain(status);
      expect([reason, evidence.actual, ...warnings.map(({ message }) => message)]).not.toContain('');
      const decisive = evidence.arguments.filter(({ effective }) => effective);
      expect(decisive.length).toBeLessThan(2);
      if (status === 'fail') expect(decisive.map(({ value }) => value)).not.toContain(true);
      if (status === 'fail') expect(decisive).toHaveLength(1);
      if (status === 'pass') expect(decisive.map(({ value }) => value)).not.toContain(false);
      for (const { index, value, text: shown } of evidence.arguments) {
        expect(args[index]?.text.startsWith(shown.replace(/ ?…$/, ''))).toBe(true);
        if (value !== null)
          expect(value).toBe(parseBool(/=(.*)$/s.exec(args[index]?.text ?? '')?.[1] ?? 'true'));
      }
      const removed = new Set(argumentsToRemove(flags).map(({ argument }) => argument.index));
      for (const { index } of evidence.arguments) expect(removed).toContain(index);
    });
    fc.assert(property, fuzz.parameters);
  });

  test('an invocation is told to be a server or none', { timeout: fuzz.timeout }, () => {
    const origin = fc.oneof(
      fc.record({
        kind: fc.constant('process' as const),
        pid: fc.nat(),
        uid: fc.nat(),
        executable: fc.option(text),
      }),
      fc.record({
        kind: fc.constant('file' as const),
        path: text,
        line: fc.constant(1),
        column: fc.constant(1),
        format: fc.constant('workload'),
        object: fc.option(text),
        container: fc.option(text),
      }),
    );
    const property = fc.property(origin, numbered, (from, args) => {
      const detection = detect({ origin: from, arguments: args, boundaries: 'kept' });
      expect(detection.program).toMatch(/^[\w.+() -]{1,64}$/);
      if (detection.kind === 'set-aside') expect(detection.reason).not.toBe('');
      else expect(detection.arguments.length).toBeLessThanOrEqual(detection.invocation.arguments.length);
    });
    fc.assert(property, fuzz.parameters);
  });
});
