import { describe, expect, test } from 'vitest';
import { readInspect } from '../../../../src/sources/files/formats/inspect.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'inspect', readDocument: readInspect };

test('docker inspect: Path and Args with their places, and the release of the image', () => {
  const [read] = readFixture('inspect/fail.docker.json', FORMAT) ?? [];
  expect(read).toMatchObject({
    object: null,
    container: 'kube-apiserver',
    start: '2:5',
    version: 'v1.11.5',
    editInstead: 'what starts the container',
    arguments: [
      '5:17+31 /usr/local/bin/kube-apiserver',
      '7:13+7 --v=0',
      '8:13+35 --insecure-bind-address=127.0.0.1',
      '9:13+23 --kubelet-https=false',
      '10:13+43 --etcd-servers=https://192.168.0.104:2379',
    ],
  });
});

const DOCKER = `{"Path": "p", "Args": ["a"], "Config": {"Env": ["A=b=c", "D="], "Image": "r/kube-apiserver:v1.18.1"}}`;
const OCI = `{"ociVersion": "1.0.2", "process": {"args": ["p", "a"], "env": ["A=b"]}}`;
const CRICTL = `{"status": {"metadata": {"name": "n"}, "image": {"image": "r/kube-apiserver:v1.20.2"}},
  "info": {"config": {}, "runtimeSpec": {"process": {"args": ["p", "a"]}}}}`;
const CTR = `{"ID": "i", "Image": "r/kube-apiserver:v1.21.0", "Spec": {"process": {"args": ["p", "a"]}}}`;

describe('what shows a container', () => {
  test.each([
    ['docker inspect', `[${DOCKER}]`, 'v1.18.1', null],
    ['its form without the list', DOCKER, 'v1.18.1', null],
    ['crictl inspect', CRICTL, 'v1.20.2', 'n'],
    ['ctr container info', CTR, 'v1.21.0', 'i'],
    ['config.json of a bundle', OCI, undefined, null],
  ])('%s', (_, text, version, container) => {
    const read = readText(text, FORMAT);
    expect(read).toMatchObject([{ object: null, container, editInstead: 'what starts the container' }]);
    expect(read?.[0]?.version).toBe(version);
    expect(read?.[0]?.arguments.map((written) => written.replace(/^\S+ /, ''))).toEqual(['p', 'a']);
  });

  test('has all variables of the container', () => {
    const [read] = readText(DOCKER, FORMAT) ?? [];
    expect(Object.fromEntries(read?.variables ?? [])).toEqual({ A: 'b=c', D: '' });
  });

  test('may be several', () => expect(readText(`[${DOCKER}, ${CRICTL}, ${OCI}]`, FORMAT)).toHaveLength(3));

  test.each([
    ['[{"Id": "a", "Config": {"Cmd": ["p"]}}]', 'an image of docker'],
    [`[${DOCKER}, {}]`, 'something else beside a container'],
    ['{"Path": "p", "Args": ["a"]}', 'something without a configuration'],
    ['[]', 'an empty list'],
    ['{"process": {"args": ["p"]}}', 'a process of something else'],
    ['{"Path": "p", "Args": "a", "Config": {}}', 'arguments in a text'],
  ])('is not %s: %s', (text) => expect(readText(text, FORMAT)).toBeUndefined());
});
