import { describe, expect, test } from 'vitest';
import type { Argument } from '../../../../src/model/argument.ts';
import { readFile } from '../../../../src/sources/files/read-file.ts';
import { toSourceFile } from '../../../../src/sources/files/source-file.ts';

const E = '--etcd-servers=http://a';
const F = '--kubelet-https=false';
const SERVER = `exec kube-apiserver ${E}`;

/** The servers that a container with this command line starts. */
function servers(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ name: 'a', command, env: variables }] },
  };
  const file = toSourceFile('pod.json', JSON.stringify(pod));
  const { invocations = [] } = readFile(file, () => undefined, undefined);
  return invocations
    .map(({ arguments: args }) => args)
    .filter(([program]) => program?.isUnknown || program?.text.endsWith('kube-apiserver'));
}

/** Whether an argument is the flag, or may be one. */
function mayBeFlag({ text, isUnknown, isSplit }: Argument): boolean {
  return text === F || isSplit === true || (isUnknown === true && !/^--[\w-]+=/.test(text));
}

function expectNoPass(found: readonly (readonly Argument[])[]): void {
  expect(found).not.toEqual([]);
  expect(found.filter((args) => !args.some(mayBeFlag))).toEqual([]);
}

describe('no argument of a server is lost', () => {
  test.each([
    [`>"/var/log/a b" ${F}`, 'after a redirection in quotes'],
    [`2>>'/var/log/a b' ${F}`, 'in other quotes'],
    [`&> "/var/log/a b" ${F}`, 'of both streams'],
    [`{log}>a\\ b ${F}`, 'to a descriptor with a name'],
    [`> \\\n"a b" ${F}`, 'over two lines'],
    [`> ${'x'.repeat(500)} ${F}`, 'to a long name'],
    ['> >(tee a) $Y', 'to a process'],
    [`>"$(echo ")" a)" ${F}`, 'with quotes inside'],
    [`<<<"a b" ${F}`, 'from a text'],
    ['--v=2>&1 $Y', 'right after a word'],
    ['--v=2&>"a b" $Y', 'of both streams right after a word'],
    [`$'${F}'`, 'in quotes of bash'],
    [`$"${F}"`, 'that is translated'],
    [`$'\\x2d-kubelet-https=false'`, 'with escapes'],
    [`$'\\'' ${F} #'`, 'after an escaped quote'],
    ['--{k..k}ubelet-https=false', 'in a range'],
    ['[-]-kubelet-https=false', 'in a set of characters'],
    [`--audit-log-path={a,${F}}`, 'in a list'],
    ['+(-)kubelet-https=false', 'in an extended pattern'],
    [`--v="\${X:-'}'}" ${F}`, 'after a brace in quotes'],
  ])('%s: %s', (rest) => expectNoPass(servers(['/bin/sh', '-c', `${SERVER} ${rest}`])));

  test.each([
    [`set -- "$@" ${F}; exec kube-apiserver "$@"`, [E], 'set'],
    ['shift; exec kube-apiserver "$@"', ['--v=2', E], 'shift'],
    [`f() { exec kube-apiserver "$@"; }; f ${E} ${F}`, [E], 'a function'],
    [`function f { exec kube-apiserver "$@"; }; f ${E} ${F}`, [E], 'a function of bash'],
    ['for i; do shift; done; exec kube-apiserver "$@"', [E], 'a loop'],
    ['exec kube-apiserver --etcd-servers="$@"', ['http://a', F], 'as a value'],
    [`${SERVER} x"$@"`, ['a', F], 'as a part'],
    [`${SERVER} $*`, [`a ${F}`], 'split again'],
    [`${SERVER} --v="\${@}"`, ['2', F], 'in braces'],
    [`${SERVER} --v="\${@:2}"`, ['a', '2', F], 'some of them'],
    [`${SERVER} --v="\${a[@]}"`, [], 'of an array'],
  ])('parameters: %s %j: %s', (script, parameters) =>
    expectNoPass(servers(['/bin/sh', '-c', script, 'x', ...parameters])),
  );

  const long = 'L'.repeat(70);

  test.each<[script: string, env: Readonly<Record<string, string>>, why: string]>([
    [`X=${F}; export X; sh -c '${SERVER} $X'`, {}, 'exported to a shell'],
    [`X=${F} sh -c '${SERVER} $X'`, {}, 'assigned for a shell'],
    [`env X=${F} sh -c '${SERVER} $X'`, {}, 'by env'],
    [`IFS=,; ${SERVER} $X`, { X: `--v=2,${F}` }, 'split otherwise'],
    [`printf -v X %s ${F}; ${SERVER} $X`, {}, 'by printf'],
    [`mapfile X <f; ${SERVER} $X`, {}, 'from a file'],
    [`'re'ad X <f; ${SERVER} $X`, {}, 'by a word in quotes'],
    [`${long}=${F}; ${SERVER} $${long}`, { [long]: '--v=2' }, 'with a long name'],
    [`cd -- ${F}; ${SERVER} $PWD`, { PWD: '--v=2' }, 'the directory'],
    [`: it's; read X; : it's; ${SERVER} $X`, {}, 'between apostrophes'],
    [`X[0]=${F}; ${SERVER} $X`, {}, 'as an array'],
    [`((X++)); ${SERVER} $X`, {}, 'by arithmetic'],
    [`: a ${F}; ${SERVER} $_`, { _: '--v=2' }, 'the last word'],
    [`${SERVER} $X`, { X: '--kubelet-http?=false' }, 'with a pattern'],
  ])('variables: %s %j: %s', (script, env) =>
    expectNoPass(servers(['/bin/sh', '-c', script], { X: '--v=2', ...env })),
  );

  test('nor one that a wrapper of the shell sets', () =>
    expectNoPass(servers(['env', `X=${F}`, 'sh', '-c', `${SERVER} $X`], { X: '--v=2' })));
});

describe('no server is lost', () => {
  const script = `${SERVER} ${F}`;

  test.each([
    [['sh', '-c', '--', script], 'after the end of options'],
    [['sh', '-c', '-e', script], 'after more options'],
    [['bash', '--login', '-c', script], 'after a long option'],
    [['bash', '-eo', 'pipefail', '+x', '-c', script], 'after options with values'],
    [['mksh', '-c', script], 'in another shell'],
    [['su', 'x', '-c', `${SERVER} $X`], 'of another user'],
    [['sh', '-c', `sh <<EOF\n${script}\nEOF`], 'in a here-document'],
    [['sh', '-c', `cat <<E+F\nE\nE+F\n${script}`], 'after one with an odd end'],
    [['sh', '-c', `((a=1<<2))\n${script}`], 'after a shift'],
    [['sh', '-c', `eval ${SERVER} $X`], 'in eval'],
    [['sh', '-c', `echo ${F} | xargs kube-apiserver ${E}`], 'after xargs'],
    [['sh', '-c', `echo "${script}" | sh`], 'in what a shell reads'],
    [['sh', '-c', `echo $(echo ")"); ${script}`], 'after a parenthesis in quotes'],
    [['sh', '-c', `echo "$(echo "(")"; ${script}; echo ")"`], 'after one that is open'],
  ])('%j: %s', (command) => expectNoPass(servers(command, { X: `'${F}'` })));
});

test.each([
  [`${SERVER} 1>>"/var/log/a b" 2>&1`, 'redirections'],
  [`set -e; while [ -n "$(ss '(a)')" ]; do sleep 1; done; ${SERVER}`, 'loops'],
  [`{ ${SERVER} --v=\${X} "--etcd-prefix={a}"; }`, 'braces that expand nothing'],
  [`kube-apiserver "$@"`, 'parameters that stay'],
  [`a=$(ip a | awk '{print $1}'); ${SERVER} --advertise-address="$a"`, 'quotes in a substitution'],
  [`printf 'a\n'; ${SERVER} "$@"`, 'parameters after a command'],
  [`${SERVER} 2>&1 | tee -a /var/log/a`, 'a pipe to another program'],
])('what is understood stays known: %s: %s', (script) => {
  const found = servers(['sh', '-c', script, 'x', E], { X: '2' });
  expect(found.map((args) => args.some(mayBeFlag))).toEqual([false]);
});

test.each([
  ['set -eu -o pipefail', 'options'],
  ['set -e; echo -n "Waiting for port ."', 'prose, and a point'],
  ['while [ -n "$(ss -Htan)" ]; do\n  echo -n "."\n  sleep 1\ndone', 'a loop'],
  ['printf "%s" x', 'what prints'],
])('a variable keeps its value after %j: %s', (before) => {
  const script = `${before}\nexec kube-apiserver --advertise-address=\${HOST_IP}`;
  const [args] = servers(['/bin/bash', '-ec', script], { HOST_IP: '10.0.0.1' });
  expect(args?.at(-1)).toMatchObject({ text: '--advertise-address=10.0.0.1' });
  expect(args?.at(-1)?.isUnknown).toBeUndefined();
});

test.each([
  ['set -- x', 'set'],
  ['. ./env', 'a file that is read'],
  ['if true; then . ./env; fi', 'one that is read in a block'],
  ['for HOST_IP in a b; do :; done', 'a loop over it'],
])('and none after %j: %s', (before) => {
  const script = `${before}\nexec kube-apiserver --advertise-address=\${HOST_IP}`;
  const [args] = servers(['/bin/bash', '-ec', script], { HOST_IP: '10.0.0.1' });
  expect(args?.some(({ isUnknown }) => isUnknown)).toBe(true);
});
