import { describe, expect, test } from 'vitest';
import { looksLikeBrokenManifest, mayStartApiServer } from '../../../src/sources/files/worth-reading.ts';
import { decodeForSearch } from '../../../src/sources/system/bytes.ts';

const POD = 'apiVersion: v1\nspec: {containers: [{command: ';

describe('a file may start an API server', () => {
  test.each([
    { text: '"\\x6bube-\\x61piserver"', why: '\\x of YAML' },
    { text: '"kube-\\u0061piserver"', why: '\\u of YAML and JSON' },
    { text: '"kube-\\U00000061piserver"', why: '\\U of YAML' },
    { text: 'ExecStart=/usr/bin/kube-\\141piserver', why: 'octal of systemd' },
    { text: '"kube-\\\n    apiserver"', why: 'a line end that a backslash takes away' },
    { text: '"kube-\\\u0085 apiserver"', why: 'a line end of Go' },
    { text: '"{\\"a\\":\\"\\\\u006bube-\\\\u0061piserver\\"}"', why: 'JSON in YAML' },
    { text: '"\\x5cu006bube-\\x5cu0061piserver"', why: 'an escaped escape' },
    { text: `${POD}["$(A)$(B)"]}]}`, why: 'variables of a workload' },
    { text: `${POD}[sh, -c, "kube-ap''iser''ver"]}]}`, why: 'quotes of a shell' },
    { text: '[Service]\nExecStart=/usr/bin/kube-$A\n', why: 'variables of a unit' },
    { text: 'args: [--etcd_servers=x]', why: 'a flag of it alone' },
  ])('with $why', ({ text }) => {
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [Buffer.from(text), utf16, Buffer.from(utf16).swap16()])
      expect(mayStartApiServer('x.yaml', [decodeForSearch(bytes)])).toBe(true);
  });

  test.each([
    { text: 'a: "caf\\xe9 \\u2019"', why: 'escapes of other characters' },
    { text: "const a = `$b`; it's = {args: [1]}", why: 'variables of a program' },
    { text: 'apiVersion: v1\nspec: {containers: [{command: [etcd]}]}', why: 'a workload of whole words' },
  ])('not with $why', ({ text }) => expect(mayStartApiServer('x.yaml', [text])).toBe(false));
});

describe('what cannot be parsed is a damaged manifest', () => {
  const BROKEN = 'spec: {containers: [{command: [kube-apiserver]\n';

  test.each([
    { path: 'a.txt', text: `apiVersion: v1\n${BROKEN}`, why: 'it begins like one' },
    { path: 'a.md', text: `# pod\n---\n"k\\x69nd": Pod\n${BROKEN}`, why: 'it begins with an escaped key' },
    { path: 'a.sh', text: `{"kind": "Pod",\n${BROKEN}`, why: 'it begins like JSON' },
    { path: 'a.txt', text: '- --etcd-servers=x\n- "\n', why: 'it begins like arguments' },
    { path: 'a', text: `x: y\nkind: Pod\n${BROKEN}`, why: 'a key of one is in it' },
  ])('in $path where $why', ({ path, text }) =>
    expect(looksLikeBrokenManifest(path, Buffer.from(text))).toBe(true),
  );

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
  ])('but not $path: $why', ({ path, text }) =>
    expect(looksLikeBrokenManifest(path, Buffer.from(text))).toBe(false),
  );
});
