import { describe, expect, test } from 'vitest';
import { FILE_FORMATS } from '../../../../src/sources/files/formats/index.ts';
import { readFile } from '../../../../src/sources/files/read-file.ts';
import { toSourceFile } from '../../../../src/sources/files/source-file.ts';
import { readYaml } from '../../../../src/sources/files/yaml/parse.ts';

/** `line:column+length text` of each argument of each container, as the whole reader gives them. */
function read(text: string) {
  const { invocations = [] } = readFile(toSourceFile('pod.yaml', text), () => undefined, undefined);
  return invocations.map(({ arguments: args }) =>
    args.map(({ text: argument, span, isUnknown }) => {
      const place = `${span?.line}:${span?.column}+${span?.length}`;
      return `${place} ${argument}${isUnknown ? '…' : ''}`;
    }),
  );
}

function container(body: string): string {
  return `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n${body}`;
}

describe('the place of an argument', () => {
  test.each([
    { body: '    command: [a, --b=c]\n', places: ['6:15+1 a', '6:18+5 --b=c'], why: 'in flow style' },
    {
      body: '    command:\n    - a\n    - --b=c # d\n',
      places: ['7:7+1 a', '8:7+5 --b=c'],
      why: 'in block style',
    },
    {
      body: '    command:\n    - \'a\'\n    - "--b=\\"c"\n',
      places: ['7:7+3 a', '8:7+9 --b="c'],
      why: 'in quotes',
    },
    { body: '    command:\n    - |-\n      --b=c\n', places: ['8:7+5 --b=c'], why: 'in a literal block' },
    {
      body: '    command:\n    - >-\n\n      --b\n      c\n',
      places: ['9:7+3 \n--b c'],
      why: 'in a folded block',
    },
    {
      body: '    command:\n    - --b=c\n      d\n',
      places: ['7:7+5 --b=c d'],
      why: 'in a plain scalar of two lines',
    },
    {
      body: '    command: [&x --b=c, *x]\n',
      places: ['6:18+5 --b=c', '6:18+5 --b=c'],
      why: 'through an alias',
    },
    { body: '    command: [!!str a]\n', places: ['6:21+1 a'], why: 'after a tag' },
    { body: '    command: [a]\n    args: [b]\n', places: ['6:15+1 a', '7:12+1 b'], why: 'in args' },
    {
      body: '    args: [b]\n    command: [a]\n',
      places: ['7:15+1 a', '6:12+1 b'],
      why: 'in args before command',
    },
  ])('is right $why', ({ body, places }) => {
    expect(read(container(body))).toEqual([places]);
    expect(read(`\ufeff${container(body)}`)).toEqual([places]);
    expect(read(container(body).replaceAll('\n', '\r\n'))).toEqual([places]);
  });

  test('is right in JSON, tabs and all', () => {
    const json =
      '{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"spec": {"containers": [{"command": ["a", "--b=\\u0063"]}]}\n}';
    expect(read(json)).toEqual([['4:39+3 a', '4:44+12 --b=c']]);
  });

  test('is right in a shell script, in every style', () => {
    const places = (body: string) => read(container(body))[0]?.at(-1);
    expect(places('    command: [sh, -c, "exec a --b=\\"c\\" >x"]\n')).toBe('6:31+9 --b=c');
    expect(
      places("    command:\n    - sh\n    - -ec\n    - |\n      x=1\n      exec a \\\n        --b='c'\n"),
    ).toBe('12:9+7 --b=c');
    expect(places('    command:\n    - sh\n    - -c\n    - exec a\n      --b=c\n')).toBe('10:7+5 --b=c');
  });
});

describe('a shell', () => {
  const commands = (body: string, env = '[]') =>
    read(container(`    command: ${body}\n    env: ${env}\n`)).map((args) =>
      args.map((one) => one.replace(/^\S+ /, '')),
    );

  test.each([
    {
      body: '[sh, -c, "if x; then exec a --b; fi"]',
      found: [['x'], ['a', '--b'], ['fi']],
      why: 'after reserved words',
    },
    { body: '[sh, -c, "{ a --b; }"]', found: [['a', '--b'], ['}']], why: 'in a group' },
    { body: '[sh, -c, "exec -a foo a --b"]', found: [['a', '--b']], why: 'under another name' },
    { body: '[sh, -cx, "command a"]', found: [['a']], why: 'with more options' },
    { body: '[tini, --, /bin/sh, -e, -c, "exec a"]', found: [['a']], why: 'after a wrapper' },
    { body: `[sh, -c, "sh -c 'exec a --b'"]`, found: [['a', '--b']], why: 'in a shell' },
    { body: `[sh, -c, 'exec "$@"', x, a, --b]`, found: [['a', '--b']], why: 'from its parameters' },
    {
      body: '[sh, script.sh, -c, a]',
      found: [['sh', 'script.sh', '-c', 'a']],
      why: 'not where it runs a file',
    },
  ])('starts a command $why: $body', ({ body, found }) => expect(commands(body)).toEqual(found));

  test.each([
    {
      body: '[sh, -c, "a $X"]',
      env: '[{name: X, value: "b c"}]',
      found: [['a', 'b', 'c']],
      why: 'splits a value',
    },
    {
      body: `[sh, -c, 'a "$X"']`,
      env: '[{name: X, value: "b c"}]',
      found: [['a', 'b c']],
      why: 'not in quotes',
    },
    {
      body: '[sh, -c, "X=d; a $X"]',
      env: '[{name: X, value: b}]',
      found: [['a', '$X…']],
      why: 'knows its own values',
    },
    {
      body: '[sh, -c, "read X; a $X"]',
      env: '[{name: X, value: b}]',
      found: [
        ['read', 'X'],
        ['a', '$X…'],
      ],
      why: 'and what it reads',
    },
    { body: '[sh, -c, "a {b,c} d*"]', env: '[]', found: [['a', '{b,c}…', 'd*…']], why: 'may expand words' },
  ])('$why: $body', ({ body, env, found }) => expect(commands(body, env)).toEqual(found));

  test('whose script is not known stays a shell', () => {
    expect(commands('[sh, -c, "$(X)"]', '[{name: X, valueFrom: {}}]')).toEqual([['sh', '-c', '$(X)…']]);
  });

  test('whose script is too long to be read may start an API server', () => {
    const script = `${'x'.repeat(70_000)} kube-apiserver`;
    expect(commands(`[sh, -c, "${script}"]`)).toEqual([['kube-apiserver', '…']]);
  });
});

describe('a container', () => {
  test.each([
    {
      body: '    image: r/kube-apiserver:v1.18.0\n    args: [--x]\n',
      argv: ['kube-apiserver', '--x'],
      why: 'has the entrypoint of its image',
    },
    {
      body: '    image: r/kube-apiserver:v1.18.0\n',
      argv: ['kube-apiserver'],
      why: 'may have nothing but an image',
    },
    {
      body: '    image: r/kube-apiserver:v1.18.0\n    args: [/bin/x]\n',
      argv: ['/bin/x'],
      why: 'may bring its program in args',
    },
    {
      body: '    image: r/hyperkube:v1.18.0\n    args: [kube-apiserver]\n',
      argv: ['hyperkube', 'kube-apiserver'],
      why: 'may be hyperkube',
    },
    {
      body: '    image: r/hyperkube:v1.18.0\n    args: [/x, y]\n',
      argv: ['/x', 'y'],
      why: 'may bring hyperkube itself',
    },
    {
      body: '    image: r/kube-apiserver:v1.18.0\n    args: {{ .Values.args }}\n',
      argv: ['kube-apiserver', '…'],
      why: 'may have arguments in another shape',
    },
    { body: '    image: nginx\n    args: [--x]\n', argv: ['--x'], why: 'may be anything else' },
  ])('$why', ({ body, argv }) =>
    expect(read(container(body))[0]?.map((one) => one.slice(one.indexOf(' ') + 1))).toEqual(argv),
  );

  const withEnv = (args: string, env: string) =>
    read(container(`    command: [a, ${args}]\n    env: ${env}\n`))[0]
      ?.at(-1)
      ?.replace(/^\S+ /, '');

  test.each([
    { arg: '--x=$(V)', env: '[{name: V, value: y}]', text: '--x=y', why: 'resolves a variable' },
    { arg: '$(V)$(V)', env: '[{name: V, value: y}]', text: 'yy', why: 'resolves it everywhere' },
    {
      arg: '$(W)',
      env: '[{name: V, value: y}, {name: W, value: "z$(V)"}]',
      text: 'zy',
      why: 'resolves variables in variables',
    },
    {
      arg: '$(V)',
      env: '[{name: V, value: "$(W)"}, {name: W, value: z}]',
      text: '$(W)',
      why: 'in their order',
    },
    { arg: '$$(V)', env: '[{name: V, value: y}]', text: '$(V)', why: 'knows the escape' },
    { arg: '$(N)', env: '[{name: V, value: y}]', text: '$(N)', why: 'leaves what is not declared' },
    {
      arg: '--x=$(V)',
      env: '[{name: V, valueFrom: {}}]',
      text: '--x=$(V)…',
      why: 'says what it cannot know',
    },
    {
      arg: '$(W)',
      env: '[{name: V, valueFrom: {}}, {name: W, value: $(V)}]',
      text: '$(W)…',
      why: 'nor what depends on it',
    },
    {
      arg: '$(V)',
      env: '[{name: V, value: a}, {name: V, value: b}]',
      text: 'b',
      why: 'takes the last of two',
    },
  ])('$why: $arg', ({ arg, env, text }) => expect(withEnv(`"${arg}"`, env)).toBe(text));

  test('does not know what envFrom brings', () => {
    const [args] = read(container('    command: [a, "$(V)"]\n    envFrom: [{configMapRef: {name: x}}]\n'));
    expect(args?.at(-1)).toBe('6:18+6 $(V)…');
  });
});

describe('a workload', () => {
  const pod = (indent: string) =>
    `${indent}spec:\n${indent}  initContainers: [{command: [kube-apiserver]}]\n${indent}  containers: [{command: [b]}]\n`;

  test.each([
    ['Pod', pod('')],
    ['PodTemplate', `template:\n${pod('  ')}`],
    ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'].map(
      (kind) => [kind, `spec:\n  template:\n${pod('    ')}`],
    ),
    ['CronJob', `spec:\n  jobTemplate:\n    spec:\n      template:\n${pod('        ')}`],
  ])('of every kind has its containers: %s', (kind, body) => {
    const text = `apiVersion: x\nkind: ${kind}\n${body}`;
    expect(read(text)).toHaveLength(2);
    const inList = `apiVersion: v1\nkind: List\nitems:\n- ${text.trim().replaceAll('\n', '\n  ')}\n`;
    expect(read(`${inList}---\n${text}`)).toHaveLength(4);
  });

  test.each(['Service', 'constructor', '__proto__', ''])('is not another object: %o', (kind) => {
    expect(read(`apiVersion: v1\nkind: ${kind}\nspec: {containers: [{command: [a]}]}\n`)).toEqual([]);
  });

  test('lists hold objects of every format', () => {
    const list =
      'kind: ConfigMapList\napiVersion: v1\nitems:\n- kind: ConfigMap\n  apiVersion: v1\n  metadata: {name: kubeadm-config}\n  data:\n    ClusterConfiguration: |\n      kind: ClusterConfiguration\n      apiVersion: kubeadm.k8s.io/v1beta3\n';
    expect(read(list)).toHaveLength(1);
  });
});

test('every format has a summary', () => {
  for (const { summary } of Object.values(FILE_FORMATS)) expect(summary).not.toBe('');
});

describe('containers by themselves', () => {
  test.each([
    ['{name: a, image: r/kube-apiserver:v1, args: [--b]}', [['1:18+19 kube-apiserver', '1:46+3 --b']], 'one'],
    ['- {name: a, image: b, command: [c]}\n- {name: d, image: kube-apiserver}\n', [['1:33+1 c']], 'a list'],
    [
      '{name: a, image: b, command: [c, $(D)], env: [{name: D, value: e}]}',
      [['1:31+1 c', '1:34+4 e']],
      'with variables',
    ],
  ])('%s: %j (%s)', (text, expected) => {
    const format = FILE_FORMATS.workload;
    const file = toSourceFile('a.yaml', text);
    const written = readYaml(file).flatMap((document) => format.readDocument(document, file) ?? []);
    expect(
      written.map(({ arguments: args }) =>
        args.map(({ text: argument, start, end }) => {
          const { line, column, length } = file.spanOf(start, end);
          return `${line}:${column}+${length} ${argument}`;
        }),
      ),
    ).toEqual(expected);
  });

  test.each([
    ['{name: a, command: [kube-apiserver]}', 'without an image'],
    ['{name: a, image: kube-apiserver}', 'without a command'],
    ['[{name: a, image: b, command: [c]}, {d: e}]', 'beside something else'],
    ['[]', 'an empty list'],
  ])('%s is none: %s', (text) => {
    const file = toSourceFile('a.yaml', text);
    const [document] = readYaml(file);
    expect(document && FILE_FORMATS.workload.readDocument(document, file)).toBeUndefined();
  });
});
