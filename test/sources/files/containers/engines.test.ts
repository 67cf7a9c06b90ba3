import { describe, expect, test } from 'vitest';
import type { Argument } from '../../../../src/model/argument.ts';
import { containersOf } from '../../../../src/sources/files/containers/engines.ts';
import { readFile } from '../../../../src/sources/files/read-file.ts';
import { toSourceFile } from '../../../../src/sources/files/source-file.ts';
import { reportOn } from '../../../support/reports.ts';

const E = '--etcd-servers=http://a';
const F = '--kubelet-https=false';

/** The words of a command; `?` before one makes it a variable of systemd or of a shell, `*` one that a shell splits. */
function words(command: string) {
  return command.split(' ').map((text, start) => ({
    text: text.replace(/^[?*]/, ''),
    start,
    end: start,
    ...(/^[?*]/.test(text) && { isUnknown: true as const }),
    ...(text.startsWith('*') && { isSplit: true as const }),
  }));
}

function contained(command: string) {
  const containers = containersOf(words(command));
  return Array.isArray(containers)
    ? containers.map(({ arguments: args }) => args.map(({ text }) => text).join(' '))
    : containers;
}

describe('the options of an engine end at the image', () => {
  test.each([
    ['docker run image a -b', 'a -b', 'without options'],
    ['/usr/bin/docker run --rm -d --privileged image a', 'a', 'switches'],
    ['docker run --privileged=false --init=true image a', 'a', 'switches with a value'],
    ['docker run -dit image a', 'a', 'short switches in a word'],
    ['docker run -itv /a:/b image a', 'a', 'the last of which takes the next word'],
    ['docker run -dp80:80 -p=1:2 -p 3:4 image a', 'a', 'a short option with its value in each way'],
    ['docker run -d=false image a', 'a', 'a short switch with a value'],
    ['docker run --name a --volume=/a:/b -e A=b image a', 'a', 'options with a value'],
    ['docker run --name --rm image a', 'a', 'a value that looks like an option'],
    ['docker run -e --rm image a', 'a', 'a value of a short option that looks like one'],
    ['docker run --new=x image a', 'a', 'an option of another version with its value'],
    ['docker run --name a -- image a', 'a', 'the end of the options'],
    ['docker run image -- a', '-- a', 'what is one only for the program'],
    ['docker -H unix:///a --tls -l debug run image a', 'a', 'options of docker itself'],
    ['docker container run image a', 'a', 'the longer command'],
    ['docker create image a', 'a', 'a container that is started later'],
    ['docker-current run image a', 'a', 'the name on CentOS'],
    ['podman --log-level debug run --replace --tls-verify=false image a', 'a', 'podman'],
    ['sudo -u root docker run image a', 'a', 'sudo'],
    ['env A=b docker run image a', 'a', 'env'],
    ['flock /run/docker docker run image a', 'a', 'a lock file of that name'],
    ['docker run --entrypoint p image a', 'p a', 'another entrypoint'],
    ['docker run --entrypoint=p --entrypoint=q image a', 'q a', 'the last of several'],
    ['docker run --entrypoint= image a', 'a', 'none'],
    ['docker run r/kube-apiserver:v1 -a', 'kube-apiserver -a', 'that of an image'],
    ['docker run hyperkube-amd64 apiserver -a', 'hyperkube apiserver -a', 'that of another'],
    ['docker run kube-apiserver', 'kube-apiserver', 'an image alone'],
    [`docker run -v ?\${A}:/b image a`, 'a', 'a variable in a value'],
    [`docker run --name ?\${A} image a`, 'a', 'a variable that is one word'],
    ['docker run r/?image:$V a', 'a', 'a variable in the image'],
  ])('%s: %s (%s)', (command, expected) => expect(contained(command)).toEqual([expected]));

  test.each([
    ['docker run --new x image a', 'an option that is not known'],
    ['docker run -dZ image a', 'a short one'],
    ['docker run ?$A image a', 'a variable that may be an option'],
    [`docker run ?\${A} image a`, 'one that is one word'],
    ['docker run -v ?$A image a', 'one that may be several, as a value'],
    ['docker run -v *$A:b image a', 'one that a shell splits'],
    ['docker run --rm *--name=$A image a', 'one that a shell splits in an option'],
    ['docker run *r/image$A a', 'one that a shell splits in the image'],
    [`docker run --?\${A} image a`, 'one in the name of an option'],
    ['docker run {{a}} image a', 'a placeholder of a template'],
    ['docker run --entrypoint ["a","b"] image c', 'a list of podman'],
    ['docker run -v', 'a value that is not there'],
    ['docker run --rm', 'an image that is not there'],
    ['rkt run --new x image', 'an option that is not known of rkt'],
    ['rkt run -- a', 'arguments without an image'],
  ])('%s: unclear (%s)', (command) => expect(contained(command)).toBe('unclear'));

  test.each([
    ['docker ps', 'another command'],
    ['docker --new x run image a', 'an option of docker itself that is not known'],
    ['rkt create image', 'a command that rkt does not have'],
    ['echo docker run image a', 'a text'],
    ['kube-apiserver --a docker run image a', 'arguments of something else'],
  ])('%s: nothing (%s)', (command) => expect(contained(command)).toBeUndefined());
});

describe('rkt run', () => {
  test.each([
    ['rkt run image', [''], 'an image'],
    ['rkt run image -- a -b', ['a -b'], 'arguments'],
    ['rkt run --net image', [''], 'an option with a value only in its own word'],
    ['rkt run --dir /a image --exec=p -- a', ['p a'], 'another program'],
    ['rkt run image --exec p --name n -- a --- --debug', ['p a'], 'options after an image'],
    ['rkt run i -- a --- j --exec=q -- b c', ['a', 'q b c'], 'several images'],
    ['rkt run i j -- --- k', ['', '', ''], 'images without arguments'],
    ['rkt --debug run docker://r/hyperkube:v1 -- apiserver', ['hyperkube apiserver'], 'an image of docker'],
  ])('%s: %j (%s)', (command, expected) => expect(contained(command)).toEqual(expected));
});

test.each([
  ['docker run -e A=b=c -e D image a', { A: 'b=c' }, 'those with a value'],
  ['docker run -e A=1 --env A=2 image a', { A: '2' }, 'the last of several'],
  ['docker run -e=A=1 -l A=2 image a', { A: '1' }, 'no other options'],
  ['docker run -e A=1 -e A image a', {}, 'one from elsewhere after it'],
  [`docker run -e ?A=\${B} image a`, {}, 'one of which the value is unknown'],
  ['podman run -e A=1 --secret s,type=env image a', {}, 'none where others override them'],
  ['rkt run --set-env=A=1 image --environment=B=2', { A: '1', B: '2' }, 'of all images and of one'],
] as readonly [string, Record<string, string>, string][])('%s sets %j: %s', (command, expected) => {
  const containers = containersOf(words(command));
  if (!Array.isArray(containers)) throw new Error('a container was expected');
  expect(Object.fromEntries(containers[0]?.variables ?? [])).toEqual(expected);
});

/** What the audit of a unit with this command says, with the arguments of each server. */
function auditOf(command: string) {
  const file = toSourceFile('a.service', `[Service]\nExecStart=${command}\n`);
  const { invocations = [] } = readFile(file, () => undefined, undefined);
  const shown = ({ text, isUnknown }: Argument) => `${text}${isUnknown ? '…' : ''}`;
  return {
    statuses: reportOn({ invocations }).findings.map(({ status }) => status),
    arguments: invocations.map(({ arguments: args }) => args.map(shown).join(' ')),
  };
}

describe('in a unit', () => {
  test.each([
    [
      `/bin/docker run -e A=false i sh -c 'exec kube-apiserver ${E} --kubelet-https=$A'`,
      'fail',
      'a shell in it',
    ],
    [`/bin/sh -c 'exec docker run kube-apiserver:v1 ${E} ${F}'`, 'fail', 'it in a shell'],
    [`/bin/sh -c "docker run i sh -c 'kube-apiserver ${E} ${F}'"`, 'fail', 'both'],
    [`/bin/docker run i docker run i kube-apiserver ${E} ${F}`, 'fail', 'it in another'],
    [`/bin/docker run i go-runner kube-apiserver ${E} ${F}`, 'fail', 'a wrapper in it'],
    [
      `/bin/docker run --name kube-apiserver i kube-apiserver ${E} -e ${F}`,
      'fail',
      'an option after the image',
    ],
    [`/bin/docker run -e ${F} i kube-apiserver ${E}`, 'pass', 'the flag as the value of an option'],
    [`/bin/docker run i ${F}`, 'unknown', 'an image that is not known'],
    [`/bin/docker run --new x i kube-apiserver`, 'unknown', 'an unclear end of the options'],
    [`/bin/docker run --new x kube-apiserver:v1`, 'unknown', 'the same before an image'],
    [`/bin/docker run $A i kube-apiserver ${E}`, 'unknown', 'options from elsewhere'],
    [`/bin/docker run i kube-apiserver ${E} $A`, 'unknown', 'arguments from elsewhere'],
  ])('%s: %s (%s)', (command, status) => expect(auditOf(command).statuses).toEqual([status]));

  test.each([
    ['/bin/docker run --new x r/hyperkube:v1 kubelet', 'another component, unclear'],
    ['/bin/docker run r/hyperkube:v1 kubelet', 'another component'],
    ['/bin/docker rm kube-apiserver', 'another command'],
  ])('%s: no API server (%s)', (command) => expect(auditOf(command).statuses).toEqual([]));

  test('containers in containers end', () => {
    expect(auditOf(`/bin/docker run i ${'docker run i '.repeat(9)}kube-apiserver ${F}`).statuses).toEqual([
      'unknown',
    ]);
  });

  test('the tag of the image is the release', () => {
    const file = toSourceFile(
      'a.service',
      `[Service]\nExecStart=/bin/docker run r/hyperkube:v1.20.4 /hyperkube apiserver\n`,
    );
    const [invocation] = readFile(file, () => undefined, undefined).invocations ?? [];
    expect(invocation?.release).toEqual({ major: 1, minor: 20 });
    expect(invocation?.arguments.map(({ span }) => span?.column)).toEqual([47, 58]);
  });

  test('what creates a container counts before ExecStart as well, nothing else does', () => {
    const lines = [`docker create kube-apiserver ${E}`, 'sh -c "kube-apiserver --version"'];
    const text = `[Service]\n${lines.map((line) => `ExecStartPre=/bin/${line}\n`).join('')}ExecStart=/bin/docker start a\n`;
    const { invocations = [] } = readFile(toSourceFile('a.service', text), () => undefined, undefined);
    expect(invocations.map(({ arguments: args }) => args[0]?.text)).toEqual([
      'kube-apiserver',
      '/bin/docker',
    ]);
  });
});
