import { describe, expect, test } from 'vitest';
import { looksLikeBrokenManifest } from '../../../src/sources/files/broken-manifest.ts';

describe('what cannot be parsed is a damaged manifest', () => {
  const BROKEN = 'spec: {containers: [{command: [kube-apiserver]\n';

  test.each([
    { path: 'a.txt', text: `apiVersion: v1\n${BROKEN}`, why: 'it begins like one' },
    { path: 'a.md', text: `# pod\n---\n"k\\x69nd": Pod\n${BROKEN}`, why: 'it begins with an escaped key' },
    { path: 'a.sh', text: `{"kind": "Pod",\n${BROKEN}`, why: 'it begins like JSON' },
    { path: 'a.txt', text: '- --etcd-servers=x\n- "\n', why: 'it begins like arguments' },
    { path: 'a', text: `x: y\nkind: Pod\n${BROKEN}`, why: 'a key of one is in it' },
  ])('in $path where $why', ({ path, text }) => expect(looksLikeBrokenManifest(path, text)).toBe(true));

  test.each([
    { path: 'a.md', text: '# About\n\n    kind: x: kube-apiserver\n', why: 'prose with a block of code' },
    { path: 'NOTES.txt', text: '{{ if .x }} kind: kube-apiserver {{ end }}\n', why: 'a template of a text' },
    { path: 'run', text: '#!/bin/sh\ncat <<E\nkind: kube-apiserver\nE\n', why: 'a script' },
    {
      path: 'audit.log',
      text: '{"kind":"Event","a":"kube-apiserver"}\n{"kind":"Event"}\n{',
      why: 'a log in JSON',
    },
    { path: 'x', text: '2026-01-01T10:00:00Z kind: kube-apiserver\nkind: x: y\n', why: 'a log' },
    { path: 'x.conf', text: 'a = 1\n# the kube-apiserver\nb = 2\n', why: 'a comment that mentions one' },
  ])('but not $path: $why', ({ path, text }) => expect(looksLikeBrokenManifest(path, text)).toBe(false));
});
