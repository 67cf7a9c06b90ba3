import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateKubeletHttps } from '../../../src/audit/control/evaluate-kubelet-https.ts';
import { parseFlags } from '../../../src/audit/flags/parse-flags.ts';
import { toArguments } from '../../../src/model/argument.ts';
import { parseRelease } from '../../../src/model/release.ts';

interface Outcome {
  readonly starts: boolean;
  readonly value?: boolean;
  readonly set?: boolean;
  readonly error?: string;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/argv-cases.json', import.meta.url), 'utf8'),
) as { cases: { args: string[]; '1.18': Outcome; '1.21': Outcome }[] };

function evaluate(args: readonly string[], version?: string, boundaries: 'kept' | 'lost' = 'kept') {
  const release = version === undefined ? undefined : parseRelease(version);
  return evaluateKubeletHttps(parseFlags(toArguments(['kube-apiserver', ...args]).slice(1), release), {
    release,
    boundaries,
  });
}

const codes = (...given: Parameters<typeof evaluate>) => evaluate(...given).warnings.map(({ code }) => code);

describe('what the real server does', () => {
  const started = cases.filter((one) => one['1.18'].starts);
  const malformed = cases.filter(
    (one) => /kubelet[-_]https/i.test(one['1.18'].error ?? '') && !isOtherFlag(one),
  );

  function isOtherFlag({ '1.18': { error = '' } }: (typeof cases)[number]): boolean {
    return error.includes('for "-v, --v"');
  }

  test('is known for cases of both kinds', () => {
    expect(started.length).toBeGreaterThan(80);
    expect(malformed.length).toBeGreaterThan(15);
  });

  test.each(started)('is concluded from $args', ({ args, '1.18': { value, set } }) => {
    for (const version of [undefined, '1.18']) {
      const { status, evidence } = evaluate(args, version);
      expect(status).toBe(value ? 'pass' : 'fail');
      expect(evidence.arguments.length > 0).toBe(set);
      if (set) expect(evidence.arguments.find(({ effective }) => effective)?.value).toBe(value);
    }
  });

  test.each(malformed)('is a refusal to start: $args', ({ args }) => {
    const { status, reason, evidence } = evaluate(args);
    expect(status).toBe('fail');
    expect(reason).toContain('refuses to start');
    expect(evidence.arguments.find(({ effective }) => effective)?.value).toBeNull();
  });

  test.each(cases.filter((one) => one['1.18'].starts && !one['1.21'].starts))(
    'is foreseen from 1.19 on by a warning: $args',
    ({ args }) => expect(codes(args, '1.21')).toContain('stray-argument'),
  );
});

describe('the verdict', () => {
  test.each([
    { args: [], status: 'pass', actual: 'not set' },
    { args: ['--kubelet-https'], status: 'pass', actual: '--kubelet-https' },
    { args: ['--kubelet-https=t', '--kubelet-https=F'], status: 'fail', actual: '--kubelet-https=F' },
    { args: ['--kubelet-https=off', '--kubelet-https=1'], status: 'fail', actual: '--kubelet-https=off' },
    { args: ['--new', '--kubelet-https=0'], status: 'unknown', actual: 'cannot be told' },
    { args: ['--new', '--kubelet-https=1'], status: 'pass', actual: 'cannot be told' },
    { args: ['--new', '--kubelet-https=off'], status: 'unknown', actual: 'cannot be told' },
    {
      args: ['--kubelet-https=0', '--new', '--kubelet-https=1'],
      status: 'unknown',
      actual: 'cannot be told',
    },
    {
      args: ['--new', '--kubelet-https=0', '--kubelet-https=1'],
      status: 'pass',
      actual: '--kubelet-https=1',
    },
    { args: ['--kubelet-http=false'], status: 'fail', actual: '--kubelet-http=false' },
    { args: ['--kubelet-https =false'], status: 'fail', actual: '--kubelet-https =false' },
    { args: ['--kubelet-https:false'], status: 'fail', actual: '--kubelet-https:false' },
    { args: ['--kubeletHttps=false'], status: 'fail', actual: '--kubeletHttps=false' },
    { args: ['--kubelet-httpss'], status: 'fail', actual: '--kubelet-httpss' },
    { args: ['--kubelet-https-token=hunter2'], status: 'fail', actual: '--kubelet-https-token=…' },
    { args: ['--no_kubelet_https'], status: 'fail', actual: '--no_kubelet_https' },
    {
      args: ['--new', '--kubelet-https=no', '--kubelet-https=0'],
      status: 'fail',
      actual: '--kubelet-https=0',
    },
    {
      args: ['--new', '--kubelet-https=off', '--kubelet-https=1'],
      status: 'unknown',
      actual: 'cannot be told',
    },
    { args: ['--kubelet-port=10250', '--kubelet-timeout', '5s'], status: 'pass', actual: 'not set' },
    { args: ['-kubelet-https'], status: 'fail', actual: '-kubelet-https' },
  ])('on $args is $status', ({ args, status, actual }) =>
    expect(evaluate(args)).toMatchObject({ status, evidence: { actual } }),
  );

  test.each([
    ['1.9', 'fail'],
    ['1.10', 'fail'],
  ])('on an underscore in %s is %s', (version, status) =>
    expect(evaluate(['--kubelet_https=false'], version).status).toBe(status),
  );

  test.each([
    ['1.9', 'pass'],
    ['1.10', 'fail'],
    [undefined, 'fail'],
  ])('on a true underscore in %s is %s', (version, status) =>
    expect(evaluate(['--kubelet_https=true'], version).status).toBe(status),
  );

  test('has its uses in the order of the arguments, misspelt ones too', () => {
    const { evidence } = evaluate(['--kubelet-https=1', '--Kubelet-https', '--kubelet-https=0']);
    expect(evidence.arguments.map(({ index }) => index)).toEqual([1, 2, 3]);
  });

  test('says what each use does', () => {
    const { evidence } = evaluate(['--kubelet-https=1', '--kubelet-https=0']);
    expect(evidence.arguments).toEqual([
      {
        index: 1,
        text: '--kubelet-https=1',
        value: true,
        effective: false,
        note: 'is overridden by argument 2',
      },
      {
        index: 2,
        text: '--kubelet-https=0',
        value: false,
        effective: true,
        note: 'allows plain HTTP to the kubelets',
      },
    ]);
  });

  test.each([
    {
      version: '1.20',
      args: ['--kubelet-https=false'],
      reason: '--kubelet-https=false (argument 1) has no effect: Kubernetes 1.20 always uses HTTPS',
    },
    {
      version: '1.20',
      args: ['--kubelet-https=true'],
      reason: '--kubelet-https=true (argument 1) has no effect: Kubernetes 1.20 always uses HTTPS',
    },
    {
      version: '1.20',
      args: ['--kubelet-https', 'false'],
      reason:
        '--kubelet-https (argument 1) keeps kube-apiserver from starting: "false" after it is not its value',
    },
    {
      version: '1.20',
      args: ['foo', '--kubelet-https=false'],
      reason: '--kubelet-https=false (argument 2) has no effect in Kubernetes 1.20',
    },
    {
      version: '1.25',
      args: ['--kubelet-https=true'],
      reason:
        '--kubelet-https=true (argument 1) keeps kube-apiserver from starting: Kubernetes 1.22 and later have no such flag',
    },
    {
      version: '1.22',
      args: ['--kubelet-https=off'],
      reason:
        '--kubelet-https=off (argument 1) keeps kube-apiserver from starting: Kubernetes 1.22 and later have no such flag',
    },
    {
      version: '1.25',
      args: ['--no-kubelet-https'],
      reason:
        '--no-kubelet-https (argument 1) looks like a misspelling of --kubelet-https; kube-apiserver refuses to start with it',
    },
    {
      version: '1.25',
      args: [],
      reason:
        '--kubelet-https is not set, and Kubernetes 1.25 has no such flag; kubelet connections always use HTTPS',
    },
    {
      version: '1.21',
      args: [],
      reason: '--kubelet-https is not set; kubelet connections use HTTPS by default',
    },
  ])('says first what $version does with $args', ({ version, args, reason }) =>
    expect(evaluate(args, version).reason).toBe(reason),
  );

  test.each([
    {
      args: ['--kubelet-https=off', '--kubelet-https=1'],
      note: 'has no effect, because kube-apiserver does not start',
      why: 'after a malformed one',
    },
    {
      args: ['--kubelet-https=0', '--kubelet-https=1'],
      version: '1.22',
      note: 'keeps kube-apiserver from starting: Kubernetes 1.22 and later have no such flag',
      why: 'each of several',
    },
  ])(
    'does not say that one use overrides another where the server does not start: $why',
    ({ args, version, note }) =>
      expect(evaluate(args, version).evidence.arguments.map((one) => one.note)).toContain(note),
  );
});

describe('what is said of every case with each release', () => {
  const releases = ['1.18', '1.20', '1.22', undefined];
  const said = (args: readonly string[], version: string | undefined) => {
    const { reason, warnings, evidence } = evaluate(args, version);
    const notes = evidence.arguments.map(({ note }) => note);
    return { codes: warnings.map(({ code }) => code), text: [reason, ...notes].join('\n') };
  };
  /** From 1.19 to 1.21 the servers read their arguments in the same way. */
  const outcomeIn = (one: (typeof cases)[number], version: string | undefined) =>
    version === '1.20' ? one['1.21'] : one['1.18'];
  const rows = releases.flatMap((version) => cases.map((one) => ({ ...one, version, one })));

  test.each(rows)('is true: $args with $version', ({ args, version, one }) => {
    const { codes: given, text } = said(args, version);
    const { starts, set = false, error = '' } = outcomeIn(one, version);
    // Of other flags and their values nothing is said.
    if (/flag: --unknown-flag|"--feature-gates"/.test(error)) return;

    if (version === '1.22') {
      expect(text).not.toMatch(/allows|keeps kubelet connections|requests|overridden/);
      expect(given).not.toContain('flag-ignored');
      expect(given).not.toContain('flag-deprecated');
      expect(given.includes('flag-removed')).toBe(evaluate(args, version).evidence.arguments.length > 0);
      return;
    }
    expect(text).not.toContain('no such flag');
    expect(given).not.toContain('flag-removed');
    if (version === '1.20') expect(text).not.toMatch(/allows|keeps kubelet connections/);
    if (version !== '1.20') expect(text).not.toMatch(/no effect(?::| in)/);
    expect(given.includes('flag-ignored')).toBe(version === '1.20' && starts && set);
    if (!starts) {
      expect(text).not.toMatch(/uses HTTPS/);
      expect(given).not.toContain('flag-deprecated');
    }
    if (starts) expect(text).not.toMatch(/refuses to start|from starting/);
  });
});

describe('a variable that is not known', () => {
  const evaluateWith = (args: readonly string[]) => {
    const list = args.map((text, index) => ({
      text: text.replace(/…+$/, ''),
      index: index + 1,
      ...(/…$/.test(text) && { isUnknown: true as const }),
      ...(/……$/.test(text) && { isSplit: true as const }),
    }));
    return evaluateKubeletHttps(parseFlags(list), { release: undefined, boundaries: 'kept' });
  };

  test.each([
    { args: ['$X…'], status: 'unknown', why: 'may hold the flag' },
    { args: ['--kubelet-https=0', '$X…'], status: 'unknown', why: 'may hold another one' },
    { args: ['$X…', '--kubelet-https=0'], status: 'fail', why: 'does not matter before the last one' },
    { args: ['$X…', '--kubelet-https'], status: 'pass', why: 'does not matter before the last one' },
    { args: ['--etcd-prefix', '$X…'], status: 'pass', why: 'does not matter as the value of another flag' },
    { args: ['--etcd-prefix=$X…'], status: 'pass', why: 'does not matter in the value of another flag' },
    { args: ['--', '$X…'], status: 'pass', why: 'does not matter after the end of flags' },
    { args: ['--kubelet-https=$X…'], status: 'unknown', why: 'may be the value' },
    {
      args: ['--kubelet-https=$X…', '--kubelet-https=0'],
      status: 'unknown',
      why: 'may be a malformed value',
    },
    { args: ['--etcd-prefix', '$X……'], status: 'unknown', why: 'without quotes may be more than a value' },
    { args: ['--etcd-prefix=$X……'], status: 'unknown', why: 'without quotes may be more than a value' },
    { args: ['--kubelet-https=off', '$X…'], status: 'fail', why: 'changes nothing about a malformed one' },
  ])('$why: $args', ({ args, status }) => expect(evaluateWith(args).status).toBe(status));

  test('is shown by its name alone', () => {
    expect(evaluateWith(['$KUBE_ARGS…']).reason).toContain('$KUBE_ARGS (argument 1)');
    expect(evaluateWith(['hunter2$X…']).reason).not.toContain('hunter2');
  });

  test('is not named where only something that fills the file in before would make it a variable', () => {
    const args = [{ text: '$hunter2', index: 1, isUnknown: true, isTemplate: true } as const];
    const { reason } = evaluateKubeletHttps(parseFlags(args), { release: undefined, boundaries: 'kept' });
    expect(reason).toMatch(/^the value of argument 1 is unknown/);
  });
});

describe('warnings', () => {
  test.each([
    { args: [], version: '1.20', expected: [], why: 'none without the flag' },
    { args: ['--kubelet-https=0'], version: '1.18', expected: [], why: 'none where the flag has its effect' },
    {
      args: ['--kubelet-https=0'],
      version: undefined,
      expected: [],
      why: 'none where the release is unknown',
    },
    {
      args: ['--kubelet-https=1'],
      version: undefined,
      expected: ['flag-deprecated'],
      why: 'true blocks 1.22',
    },
    { args: ['--kubelet-https=1'], version: '1.18', expected: ['flag-deprecated'], why: 'true blocks 1.22' },
    { args: ['--kubelet-https=0'], version: '1.19', expected: ['flag-ignored'], why: '1.19 ignores it' },
    {
      args: ['--kubelet-https'],
      version: '1.21',
      expected: ['flag-ignored', 'flag-deprecated'],
      why: 'both',
    },
    { args: ['--kubelet-https=1'], version: '1.22', expected: ['flag-removed'], why: '1.22 removed it' },
    {
      args: ['--kubelet-https=0', '--kubelet-https=0'],
      version: '1.18',
      expected: ['flag-repeated'],
      why: 'twice',
    },
    { args: ['x'], version: '1.18', expected: [], why: '1.18 ignores positionals' },
    { args: ['x'], version: '1.19', expected: ['stray-argument'], why: '1.19 refuses positionals' },
    { args: ['x'], version: undefined, expected: ['stray-argument'], why: 'it may be 1.19' },
    { args: [''], version: '1.19', expected: [], why: 'an empty positional is tolerated' },
  ])('$why: $args in $version', ({ args, version, expected }) =>
    expect(codes(args, version)).toEqual(expected),
  );

  test.each([
    { version: '1.18', expected: ['flag-deprecated', 'stray-argument'] },
    { version: undefined, expected: ['flag-deprecated', 'stray-argument'] },
    { version: '1.20', expected: ['stray-argument'] },
    { version: '1.22', expected: ['flag-removed', 'stray-argument'] },
  ])('name the stray value that someone meant for the flag: $version', ({ version, expected }) => {
    const { warnings } = evaluate(['--kubelet-https', 'false'], version);
    expect(warnings.map(({ code }) => code)).toEqual(expected);
    expect(warnings.at(-1)?.message).toBe(
      '"false" (argument 2) is not the value of --kubelet-https, which takes a value only after "=". ' +
        'Up to Kubernetes 1.18 it is ignored; 1.19 and later refuse to start with it.',
    );
  });

  test.each([
    { args: ['--kubelet-https=off'], version: '1.20', why: 'malformed' },
    { args: ['--kubelet-https=off', '--kubelet-https=1'], version: undefined, why: 'malformed, then true' },
    { args: ['--no-kubelet-https'], version: '1.20', why: 'misspelt' },
    { args: ['--new', '--kubelet-https=1'], version: '1.22', why: 'perhaps a value' },
  ])('say nothing of the release where its server does not start anyway: $why', ({ args, version }) =>
    expect(codes(args, version).filter((code) => code !== 'flag-repeated')).toEqual([]),
  );

  test.each([
    {
      args: ['--kubelet-https=0', '--kubelet-https=1'],
      version: '1.21',
      message: '--kubelet-https is given 2 times; the last one decides.',
      why: 'the last one does',
    },
    {
      args: ['--kubelet-https=0', '--kubelet-https=1'],
      version: '1.22',
      message: '--kubelet-https is given 2 times.',
      why: 'none does where each stops the server',
    },
    {
      args: ['--new', '--kubelet-https=0', '--kubelet-https=1'],
      version: '1.18',
      message: undefined,
      why: 'one may be a value',
    },
  ])('say of several uses which one decides: $why', ({ args, version, message }) =>
    expect(evaluate(args, version).warnings.find(({ code }) => code === 'flag-repeated')?.message).toBe(
      message,
    ),
  );

  test('never print another argument', () => {
    const verdict = evaluate(['s3cret', '--etcd-prefix', 's3cret', '--kubelet-https', 's3cret'], '1.21');
    expect(JSON.stringify(verdict)).not.toContain('s3cret');
  });

  test('do not take the pieces of a joined text for stray arguments', () => {
    expect(codes(['--etcd-prefix=a', 'b'], '1.21', 'lost')).toEqual([]);
  });
});

describe('any argument list', () => {
  const flag = fc.constantFrom(
    '--kubelet-https',
    ...['0', '1', 'f', 'T', 'FALSE'].map((v) => `--kubelet-https=${v}`),
  );
  const other = fc.oneof(
    fc.constantFrom('--profiling', '--profiling=false', '-v2', '-v=3', '', '--anonymous-auth=0'),
    fc.string().map((text) => `--etcd-prefix=${text}`),
    fc.string().map((text) => `--token-auth-file=--kubelet-https=${text}`),
    fc.string().map((text) => `--x=${text}`),
  );
  const isTrue = (text: string) => !/=(0|f|FALSE)$/.test(text);

  test('gets a verdict', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), (args) => evaluate(args).reason !== ''));
  });

  test('is decided by the last well-formed occurrence', () => {
    fc.assert(
      fc.property(fc.array(flag, { minLength: 1 }), (flags) => {
        expect(evaluate(flags).status).toBe(isTrue(flags.at(-1) ?? '') ? 'pass' : 'fail');
      }),
    );
  });

  test('keeps its verdict whatever other flags are added anywhere', () => {
    const insertions = fc.array(
      fc.tuple(
        fc.nat(),
        fc.oneof(
          other.map((text) => [text]),
          pair(),
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(flag), insertions, (flags, added) => {
        // Chunks are kept whole, so that a flag and its value stay neighbours.
        const chunks = flags.map((text) => [text]);
        for (const [where, chunk] of added) chunks.splice(where % (chunks.length + 1), 0, chunk);
        expect(evaluate(chunks.flat()).status).toBe(evaluate(flags).status);
      }),
    );
  });

  function pair() {
    const value = fc.oneof(fc.string(), flag, fc.constant('--'));
    return fc
      .tuple(fc.constantFrom('--etcd-prefix', '-v', '--token-auth-file'), value)
      .map((both) => [...both]);
  }
});

test.each([
  { text: '--kubelet-https=false --token=hunter2', why: 'a flag' },
  { text: '--kubelet-https=false\n-p hunter2', why: 'a flag on another line' },
])('$why that was written into its value by mistake is not shown', ({ text }) => {
  expect(JSON.stringify(evaluate([text]))).not.toContain('hunter2');
});
