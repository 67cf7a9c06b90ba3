import { expect, test } from 'vitest';
import { HOW_TO_MOVE } from '../../src/audit/drift.ts';
import { detect } from '../../src/detection/detect.ts';
import { adviceOn } from '../../src/fix/advice.ts';
import type { ApiServer, WhereToFix } from '../../src/model/api-server.ts';
import { fileOf, processOf } from '../support/reports.ts';

const PATH = '/etc/kubernetes/manifests/kube-apiserver.yaml';
const EDIT = {
  kind: 'edit',
  path: PATH,
  file: { path: PATH, realPath: PATH, bytes: Buffer.from(''), identity: { dev: 1n, ino: 1n }, uid: 0 },
  before: 'a\nb\n',
  cuts: [],
  after: 'a\n',
  byHand: 'Remove it.',
} as const;

function started(whereToFix: WhereToFix = {}, shadowed: readonly string[] = []): ApiServer {
  const server = apiServer(processOf(7, ['kube-apiserver']));
  const servers = [apiServer(fileOf(PATH, ['kube-apiserver']))];
  const others = shadowed.map((path) => apiServer(fileOf(path, ['kube-apiserver'])));
  return { ...server, whereToFix, afterRestart: { servers, shadowed: others, problems: [] } };
}

function apiServer(invocation: ReturnType<typeof processOf>): ApiServer {
  const server = detect(invocation);
  if (server.kind !== 'api-server') throw new Error('not an API server');
  return server;
}

const GENERATED = '# This file is generated. Do not edit.\nb\n';

test.each([
  { why: 'nothing', edit: {}, server: started(), advice: [] },
  {
    why: 'what it is written from, and what makes it count',
    edit: {},
    server: started({ generatedFrom: 'the source', afterwards: 'restart it' }),
    advice: [
      'If the flag is set in the source, remove it there as well, or it will be added again.',
      'Then restart it.',
    ],
  },
  {
    why: 'that it is generated, as it says itself',
    edit: { before: GENERATED },
    server: started(),
    advice: [
      'A comment says that this file is generated: remove the flag from its source as well, or it will be added again.',
    ],
  },
  {
    why: 'that once, where the source is known',
    edit: { before: GENERATED },
    server: started({ generatedFrom: 'the source' }),
    advice: ['If the flag is set in the source, remove it there as well, or it will be added again.'],
  },
  {
    why: 'that it is empty',
    edit: { after: ' \n' },
    server: started(),
    advice: ['The file is now empty and can be deleted.'],
  },
  {
    why: 'that others describe the same pod',
    edit: {},
    server: started({}, ['/m/a.bak', '/m/b.bak']),
    advice: [
      `The kubelet uses ${PATH}. /m/a.bak and /m/b.bak describe the same pod. The kubelet ignores them while that file is there, so they are left unchanged. ${HOW_TO_MOVE}`,
    ],
  },
])('an edit comes with advice: $why', ({ edit, server, advice }) => {
  expect(adviceOn({ ...EDIT, ...edit }, [], [server, server], false, 'running')).toEqual(advice);
});

test('a leftover that no kubelet watches can be moved at once', () => {
  expect(adviceOn(EDIT, [], [started({}, ['/m/a.bak'])], false, 'not running')).toEqual([
    `The kubelet will use ${PATH}. /m/a.bak describes the same pod: move what is not needed out of that directory.`,
  ]);
});

test('an edit of a file that passes says why it is made', () => {
  expect(adviceOn(EDIT, [], [], true, 'running')).toEqual([
    'It already passes, but Kubernetes 1.22 and later refuse to start with the flag.',
  ]);
});
