import { describe, expect, test } from 'vitest';
import { readCompose } from '../../../../src/sources/files/formats/compose.ts';
import { readFile } from '../../../../src/sources/files/read-file.ts';
import { toSourceFile } from '../../../../src/sources/files/source-file.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';
import { reportOn } from '../../../support/reports.ts';

const FORMAT = { summary: 'Compose', readDocument: readCompose };

test.each([
  {
    file: 'fail.docker-compose.yml',
    why: 'a command in a folded string',
    read: {
      object: 'service apiserver',
      container: null,
      start: '13:5',
      version: 'v1.11.5',
      variables: new Map(),
      arguments: [
        '15:7+10 /hyperkube',
        '15:18+9 apiserver',
        '16:7+31 --etcd-servers=http://etcd:2379',
        '17:7+21 --kubelet-https=false',
        '18:7+31 --insecure-bind-address=0.0.0.0',
      ],
    },
  },
  {
    file: 'pass.compose.yaml',
    why: 'a service that extends another one',
    read: {
      object: 'service apiserver',
      container: null,
      start: '10:5',
      version: 'v1.20.2',
      variables: new Map(),
      arguments: [
        '11:17+29 /usr/local/bin/kube-apiserver',
        '13:9+36 --etcd-servers=http://127.0.0.1:2379',
        '14:9+39 --service-account-issuer=https://$HOST',
      ],
    },
  },
])('$file: $why', ({ file, read }) => {
  expect(readFixture(`compose/${file}`, FORMAT)).toContainEqual(read);
});

/** The arguments of the service `a`, `…` after those that are unknown. */
function argumentsOf(service: string, others = ''): string[] {
  const read = readText(`services:\n  a: ${service}\n${others}`, FORMAT) ?? [];
  return read[0]?.arguments.map((written) => written.replace(/^\S+ /, '')) ?? [];
}

describe('the words of a command', () => {
  test.each([
    ['a --b c', ['a', '--b', 'c'], 'without quotes'],
    [`a "b c" 'd "e'`, ['a', 'b c', 'd "e'], 'in quotes'],
    [`a --b="c d"e`, ['a', '--b=c de'], 'with quotes inside'],
    [`a "" b`, ['a', '', 'b'], 'that are empty'],
    [String.raw`a b\ c "\"d\\"`, ['a', 'b c', '"d\\'], 'with escapes'],
    ['a $$b $$$$', ['a', '$b', '$$'], 'with escaped dollars'],
    ['a --b=$$(c)', ['a', '…'], 'that Go refuses'],
    ['a #b', ['a', '#b'], 'that begin like a comment'],
    ['a --b=$C d', ['a', '--b=$C…', 'd'], 'with a variable'],
    [`a "\${B:-c d}" e`, ['a', `\${B:-c d}…`, 'e'], 'with a default of several words'],
    [`a \${B:-\${C}} d`, ['a', `\${B:-\${C}}…`, 'd'], 'with a variable in a default'],
    ['a b;c d', ['a', '…'], 'after which Go stops'],
    ['a > b', ['a', '…'], 'the same for a redirection'],
    [String.raw`a b\nc d`, ['a', '…'], 'with an escape that differs'],
    ['a "b', ['a', '…'], 'with a quote that stays open'],
    ['a b\\', ['a', '…'], 'with a backslash at the end'],
  ])('%s: %j (%s)', (command, expected) => {
    expect(argumentsOf(`{command: ${JSON.stringify(command)}}`)).toEqual(expected);
  });
});

test.each([
  ['{image: r/kube-apiserver:v1, command: [--a]}', ['kube-apiserver', '--a'], 'the entrypoint of the image'],
  ['{image: "r/kube-apiserver:$V", command: --a}', ['kube-apiserver', '--a'], 'of any version'],
  ['{image: r/hyperkube, command: [apiserver]}', ['hyperkube', 'apiserver'], 'of another image'],
  ['{image: kube-apiserver, entrypoint: p q, command: [a]}', ['p', 'q', 'a'], 'another one'],
  ['{image: kube-apiserver, entrypoint: , command: [--a]}', ['kube-apiserver', '--a'], 'one that is not set'],
  ['{command: [a, "$$b", "$C", 1]}', ['a', '$b', '$C…', '1'], 'a list'],
  ['{command: {b: c}}', ['…'], 'a map'],
  ['{extends: b}', ['p', '--a'], 'what it extends'],
  ['{extends: {service: b}, command: [--c]}', ['p', '--c'], 'and overrides'],
  ['{extends: c}', ['p', '--a'], 'what extends another one'],
  ['{extends: {file: x.yml, service: b}, command: [--c]}', ['…', '--c'], 'what is in another file'],
  ['{extends: a}', ['…', '…'], 'itself'],
  ['{<<: {command: [a]}, image: b}', ['a'], 'a merge key'],
])('%s: %j (%s)', (service, expected) => {
  const others = '  b: {entrypoint: p, command: [--a]}\n  c: {extends: b}\n';
  expect(argumentsOf(service, others)).toEqual(expected);
});

test.each([
  ['{A: b, C: 1, D: , E: $F, "G": "$$h"}', { A: 'b', C: '1', G: '$h' }, 'a map'],
  ['[A=b=c, D, "E=$F", A=d]', { A: 'd' }, 'a list'],
] as readonly [string, Record<string, string>, string][])(
  'the environment %s is %j: %s',
  (environment, expected) => {
    const [read] = readText(`services: {a: {command: x, environment: ${environment}}}`, FORMAT) ?? [];
    expect(Object.fromEntries(read?.variables ?? [])).toEqual(expected);
  },
);

test('a shell in a service takes variables from its environment, after an escape', () => {
  const text = `services: {a: {command: ["sh", "-c", "exec kube-apiserver --etcd-servers=x --kubelet-https=$$H"], environment: [H=false]}}\n`;
  const { invocations = [] } = readFile(toSourceFile('a.yaml', text), () => undefined, undefined);
  expect(reportOn({ invocations }).findings.map(({ status }) => status)).toEqual(['fail']);
});

describe('is a Compose file', () => {
  test.each([
    ['version: "3"\nservices: {a: {command: x}, b: {image: y}}\n', ['a', 'b'], 'services'],
    ['a: {image: x, command: y}\nb: {build: .}\n', ['a', 'b'], 'services at the top'],
    ['services: {a: {image: x}, a: {command: y}}\n', ['a'], 'the last of two with a name'],
    ['services: {kube-api: {image: x, command: y}}\n', ['kube-api'], 'a service with the name of one of RKE'],
  ])('%s: %j (%s)', (text, names) => {
    expect(readText(text, FORMAT)?.map(({ object }) => object)).toEqual(
      names.map((name) => `service ${name}`),
    );
  });

  test.each([
    ['services: {kube-api: {image: x, extra_args: {a: b}}}\n', 'a cluster of RKE'],
    ['apiVersion: v1\nservices: {a: {command: x}}\n', 'an object of Kubernetes'],
    ['services: [a]\n', 'a list'],
    ['a: {image: x}\nb: 1\n', 'something else beside a service'],
    ['a: {image: x, replicas: 1}\n', 'a key that no service has'],
    ['a: {command: x}\n', 'neither image nor build'],
    ['- a\n', 'a list at the top'],
    ['{}\n', 'nothing'],
  ])('not %s: %s', (text) => expect(readText(text, FORMAT)).toBeUndefined());
});
