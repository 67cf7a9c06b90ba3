import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { RestartBackOff } from '../support/restart-back-off.js';
import { readStaticPod, StaticPods } from '../support/static-pods.js';

/** A pod with this argument. */
function pod(argument: string, name = 'kube-apiserver'): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: kube-system}
spec:
  containers:
  - command: [kube-apiserver]
    args: [${argument}]
    image: kube-apiserver:v1.18.20
    name: kube-apiserver
`;
}

const TORN = pod('--v=9').slice(0, 120);

/** A directory with these files, and which arguments run after each step. */
function watched(files: Readonly<Record<string, string>>) {
  const directory = temporaryDirectory();
  const path = (name: string) => join(directory, name);
  const write = (name: string, text: string) => writeFileSync(path(name), text);
  for (const [name, text] of Object.entries(files)) write(name, text);
  const errors: string[] = [];
  const pods = new StaticPods(directory, (message) => errors.push(message));
  const argumentsOf = (found: ReturnType<typeof pods.relist>) =>
    found.map(({ command }) => command.slice(1).join(' '));
  return {
    path,
    write,
    errors,
    relist: () => argumentsOf(pods.relist()),
    event: (name: string) => argumentsOf(pods.event(name)),
  };
}

test.each([
  { second: `# comment\n${pod('--v=1')}\n`, isSame: true, why: 'a comment is not part of what is parsed' },
  { second: pod('"--v=1"'), isSame: true, why: 'nor are quotes' },
  { second: pod('--v=2'), isSame: false, why: 'an argument is' },
  { second: pod('--v=1', 'other'), isSame: false, why: 'so is the name' },
])('the uid of a pod is a hash of its content: $why', ({ second, isSame }) => {
  const file = join(temporaryDirectory(), 'kube-apiserver.yaml');
  writeFileSync(file, pod('--v=1'));
  const { uid } = readStaticPod(file);
  writeFileSync(file, second);
  expect(readStaticPod(file).uid === uid).toBe(isSame);
  writeFileSync(file, pod('--v=1'));
  expect(readStaticPod(file).uid).toBe(uid);
  writeFileSync(`${file}.bak`, pod('--v=1'));
  expect(readStaticPod(`${file}.bak`).uid).not.toBe(uid);
});

test('every file is read but hidden ones, whatever its ending, and directories are not entered', () => {
  const { path, write, errors, relist } = watched({ 'a.yaml': pod('--v=1', 'a'), 'b~': pod('--v=2', 'b') });
  write('.hidden.yaml', pod('--v=3', 'hidden'));
  mkdirSync(path('directory'));
  write('directory/d.yaml', pod('--v=4', 'd'));
  const outside = join(temporaryDirectory(), 'outside.yaml');
  writeFileSync(outside, pod('--v=5', 'outside'));
  symlinkSync(outside, path('link.yaml'));
  expect(relist()).toEqual(['--v=1', '--v=2', '--v=5']);
  expect(errors).toEqual([`Manifest path ${path('directory')} is not a file`]);
});

test('of two files for one pod the last in sort order counts on a relist, and that of the event on an event', () => {
  const { write, relist, event } = watched({ 'k.yaml': pod('--v=1'), 'k.yaml.bak': pod('--v=2') });
  expect(relist()).toEqual(['--v=2']);
  write('k.yaml', pod('--v=3'));
  expect(event('k.yaml')).toEqual(['--v=3']);
  expect(relist()).toEqual(['--v=2']);
});

test.each(['k.yaml', 'k.yaml.bak'])(
  'the pod of a file that goes is removed, whatever other file describes it, until the relist: %s',
  (name) => {
    const { path, relist, event } = watched({ 'k.yaml': pod('--v=1'), 'k.yaml.bak': pod('--v=1') });
    relist();
    rmSync(path(name));
    expect(event(name)).toEqual([]);
    expect(relist()).toEqual(['--v=1']);
  },
);

test('a file that is moved within the directory is one that goes and one that comes', () => {
  const { path, relist, event } = watched({ 'k.yaml': pod('--v=1') });
  relist();
  renameSync(path('k.yaml'), path('k.old'));
  expect(event('k.yaml')).toEqual([]);
  expect(event('k.old')).toEqual(['--v=1']);
});

test('a half-written file is an error: no change on an event, the end of its pod on a relist', () => {
  const { path, write, errors, relist, event } = watched({
    'a.yaml': pod('--v=1', 'a'),
    'b.yaml': pod('--v=2', 'b'),
  });
  relist();
  write('b.yaml', TORN);
  expect(event('b.yaml')).toEqual(['--v=1', '--v=2']);
  expect(errors).toEqual([expect.stringContaining(`Can't process manifest file ${path('b.yaml')}: `)]);
  expect(relist()).toEqual(['--v=1']);
});

test('where a relist finds no pod at all, none runs, and those it had come back with the next event', () => {
  const { write, relist, event } = watched({ 'a.yaml': pod('--v=1', 'a'), 'b.yaml': pod('--v=2', 'b') });
  relist();
  write('a.yaml', TORN);
  write('b.yaml', TORN);
  expect(relist()).toEqual([]);
  write('a.yaml', pod('--v=3', 'a'));
  expect(event('a.yaml')).toEqual(['--v=3', '--v=2']);
});

test('events of hidden files are nothing', () => {
  const { write, errors, relist, event } = watched({ 'k.yaml': pod('--v=1') });
  relist();
  write('.k.yaml.12345678', pod('--v=2'));
  expect(event('.k.yaml.12345678')).toEqual(['--v=1']);
  expect(errors).toEqual([]);
});

test('a container that ends again and again waits longer and longer, until it has run for long', () => {
  let now = 1000;
  const backOff = new RestartBackOff(10, 40, () => now);
  expect(backOff.wait('uid', undefined)).toBe(0);
  const waits = Array.from({ length: 6 }, () => {
    const finishedAt = now;
    const wait = backOff.wait('uid', finishedAt);
    now += wait;
    if (wait > 0) expect(backOff.wait('uid', finishedAt)).toBe(0);
    return wait;
  });
  expect(waits).toEqual([0, 10, 20, 40, 40, 40]);
  expect(backOff.wait('other', now)).toBe(0);
  now += 81;
  expect(backOff.wait('uid', now)).toBe(0);
  expect(backOff.wait('uid', now)).toBe(10);
});
