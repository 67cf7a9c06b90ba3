import { describe, expect, test } from 'vitest';
import { mayBeHostNamespace } from '../../../src/sources/processes/proc-visibility.ts';

const HOST = 'pid:[4026531836]';
const CONTAINER = 'pid:[4026532177]';
const KERNEL_THREAD = '2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 19 0 0\n';
const RENAMED = '2 (kthreadd) R 1 0 0 0 -1 4194304 44 0 1 0 0 0 0 0 20 0 1 0 247306 2449408 80\n';
const NAMED_LIKE_FIELDS = '2 (x) S 0 0 0 0 -1 2129984 0) R 1 0 0 0 -1 4194304 44 0 1 0 0 0 0 0 20 0 1\n';

function failing(code: string): Error {
  return Object.assign(new Error(`${code}: no`), { code, errno: -1 });
}

/** Reads one path of a /proc; an error is thrown. */
function reading(path: string, result: string | Error) {
  return (asked: string) => {
    expect(asked).toBe(path);
    if (result instanceof Error) throw result;
    return result;
  };
}

describe('the /proc of', () => {
  test.each([
    { namespace: HOST, stat: KERNEL_THREAD, host: true, why: 'a host' },
    { namespace: HOST, stat: failing('ENOENT'), host: true, why: 'a host that hides process 2' },
    {
      namespace: CONTAINER,
      stat: RENAMED,
      host: false,
      why: 'a container whose process 2 calls itself kthreadd',
    },
    {
      namespace: failing('EACCES'),
      stat: KERNEL_THREAD,
      host: true,
      why: 'a host, for a user without rights',
    },
    {
      namespace: failing('ENOENT'),
      stat: KERNEL_THREAD,
      host: true,
      why: 'a host with a kernel without namespaces',
    },
    {
      namespace: failing('EACCES'),
      stat: RENAMED,
      host: false,
      why: 'a container, for a user without rights',
    },
    {
      namespace: failing('EACCES'),
      stat: NAMED_LIKE_FIELDS,
      host: false,
      why: 'a container whose process 2 has a name full of fields',
    },
    {
      namespace: failing('EACCES'),
      stat: failing('ENOENT'),
      host: false,
      why: 'a container without process 2',
    },
    {
      namespace: failing('EACCES'),
      stat: failing('EACCES'),
      host: true,
      why: 'nobody knows, which is said elsewhere',
    },
    { namespace: failing('EACCES'), stat: '', host: false, why: 'nobody knows: nothing is in stat' },
  ])('$why', ({ namespace, stat, host }) => {
    expect(mayBeHostNamespace('/p', reading('/p/1/ns/pid', namespace), reading('/p/2/stat', stat))).toBe(
      host,
    );
  });

  test('a broken reader is an error of this tool', () => {
    const broken = () => {
      throw new TypeError('a bug');
    };
    expect(() => mayBeHostNamespace('/p', broken)).toThrow('a bug');
  });
});
