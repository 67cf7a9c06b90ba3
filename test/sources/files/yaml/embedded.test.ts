import { describe, expect, test } from 'vitest';
import type { ReadDocument } from '../../../../src/sources/files/file-format.ts';
import { readKubeadmKind } from '../../../../src/sources/files/formats/kubeadm.ts';
import { readEmbedded } from '../../../../src/sources/files/yaml/embedded.ts';
import { at } from '../../../../src/sources/files/yaml/yaml.ts';
import { readText } from '../../../support/read-fixture.ts';

const readDocument: ReadDocument = (document, file) =>
  readEmbedded(at(document, 'data'), file, readKubeadmKind);
const FORMAT = { summary: 'YAML in a string', readDocument };

const LINES = ['kind: ClusterConfiguration', 'apiServer:', '  extraArgs:', '    kubelet-https: "false"'];
const indented = (width: number) => LINES.map((line) => ' '.repeat(width) + line).join('\n');
const FLOW = '{kind: ClusterConfiguration, apiServer: {extraArgs: {kubelet-https: "false"}}}';

describe('the place of a flag in the file around it', () => {
  test.each([
    { why: 'a literal block', yaml: `data: |\n${indented(2)}\n`, place: '5:7+22' },
    { why: 'a literal block without its last line break', yaml: `data: |-\n${indented(2)}`, place: '5:7+22' },
    {
      why: 'a literal block with trailing empty lines',
      yaml: `data: |+\n${indented(2)}\n\n\n`,
      place: '5:7+22',
    },
    { why: 'a header with a comment', yaml: `data: | # kubeadm\n${indented(2)}\n`, place: '5:7+22' },
    { why: 'a block with an anchor', yaml: `data: &config |\n${indented(2)}\n`, place: '5:7+22' },
    { why: 'a block indented by four', yaml: `data: |\n${indented(4)}\n`, place: '5:9+22' },
    { why: 'a block that begins with empty lines', yaml: `data: |\n\n\n${indented(2)}\n`, place: '7:7+22' },
    { why: 'a comment inside', yaml: `data: |\n  # kubeadm's\n${indented(2)}\n`, place: '6:7+22' },
    { why: 'an empty line inside', yaml: `data: |\n  a: 1\n\n${indented(2)}\n`, place: '7:7+22' },
    {
      why: 'an indentation indicator: what is deeper belongs to the text',
      yaml: `data: |2\n${indented(4)}\n`,
      place: '5:9+22',
    },
    {
      why: 'the second document inside',
      yaml: `data: |\n  kind: X\n  ---\n${indented(2)}\n`,
      place: '7:7+22',
    },
    {
      why: 'a folded block',
      yaml: `data: >\n  ${FLOW.replace('apiServer', '\n  apiServer')}\n`,
      place: '3:27+22',
    },
    {
      why: 'a folded block whose deeper lines stay',
      yaml: `data: >-\n  kind: ClusterConfiguration\n\n  apiServer:\n    extraArgs:\n      kubelet-https: "false"\n`,
      place: '6:7+22',
    },
    { why: 'single quotes', yaml: `data: '${FLOW.replaceAll('"', "''")}'\n`, place: '1:61+24' },
    { why: 'double quotes', yaml: `data: ${JSON.stringify(LINES.join('\n'))}\n`, place: '1:66+24' },
    {
      why: 'double quotes over several lines',
      yaml: `data: "kind: ClusterConfiguration\\n\\\n  apiServer:\\n\\\n  \\  extraArgs:\\n\\\n  \\    kubelet-https: false\\n"\n`,
      place: '4:8+20',
    },
    {
      why: 'escapes in the flag',
      yaml: `data: "${FLOW.replaceAll('"', "'").replace('false', '\\x66alse')}"\n`,
      place: '1:61+25',
    },
    {
      why: 'escapes of blanks before the flag',
      yaml: `data: "a: x\\x20\\t\\_y\\n${LINES.join('\\n').replaceAll('"', "'")}"\n`,
      place: '1:81+22',
    },
    {
      why: 'escapes for two halves of a character before the flag',
      yaml: `{"data": "x: \\ud83d\\ude00\\n${LINES.join('\\n').replaceAll('"', "'")}"}\n`,
      place: '1:86+22',
    },
  ])('$why', ({ yaml, place }) => {
    const [invocation] = readText(yaml, FORMAT) ?? [];
    expect(invocation?.arguments.slice(1)).toEqual([`${place} --kubelet-https=false`]);
  });

  test.each([
    { why: 'lines end with CRLF', write: (text: string) => text.replaceAll('\n', '\r\n') },
    { why: 'the file begins with a byte-order mark', write: (text: string) => `\ufeff${text}` },
  ])('is the same where $why', ({ write }) => {
    const [invocation] = readText(write(`data: |\n${indented(2)}\n\n  x: 1\n`), FORMAT) ?? [];
    expect(invocation?.arguments).toEqual(['4:5+9 kube-apiserver', '5:7+22 --kubelet-https=false']);
    expect(invocation?.start).toBe('4:5');
  });
});

test('what cannot be distinguished is where the string begins', () => {
  const yaml = `data: "x: \\U0001F600\\n${LINES.join('\\n').replaceAll('"', "'")}"\n`;
  expect(readText(yaml, FORMAT)?.[0]?.arguments.slice(1)).toEqual(['1:7+97 --kubelet-https=false']);
});

test.each([
  { why: 'a literal block', yaml: 'data: |\n  kind: X\n  apiServer: [\n  x: }\n', place: 'line 4, column 3' },
  { why: 'a string with escapes', yaml: 'data: "kind: X\\nx: }"\n', place: 'line 1, column 20' },
])('an error in $why has the line of the file around it', ({ yaml, place }) => {
  expect(() => readText(yaml, FORMAT)).toThrow(new RegExp(`^${place}: `));
});

test.each([
  { why: 'a map', yaml: 'data: {kind: ClusterConfiguration}\n' },
  { why: 'nothing', yaml: 'data:\n' },
  { why: 'an empty string', yaml: 'data: ""\n' },
])('$why holds no YAML', ({ yaml }) => {
  expect(readText(yaml, FORMAT)).toEqual([]);
});
