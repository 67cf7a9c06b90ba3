import { describe, expect, test } from 'vitest';
import { base64, gzip64, MANIFEST, readInner } from '../../../support/read-inner.ts';

const PATH = '/etc/kubernetes/manifests/a.yaml';

function ignition(storage: object, others: object = {}, version = '3.4.0'): string {
  return JSON.stringify({ ignition: { version, ...others }, storage });
}

const withSource = (source: string, others: object = {}, path = PATH) =>
  ignition({ files: [{ path, contents: { source, ...others } }] });

const escaped = encodeURIComponent;

describe('a file that is a data: URL', () => {
  test.each([
    { why: 'in percent-encoding', source: `data:,${escaped(MANIFEST)}` },
    { why: 'as little encoded as can be', source: `data:,${MANIFEST.replaceAll('\n', '%0a')}` },
    { why: 'with a media type', source: `data:text/plain;charset=utf-8,${escaped(MANIFEST)}` },
  ])('$why has its exact places', ({ source }) => {
    const text = withSource(source);
    const [flag] = /--kubelet-https(?:%3D|=)false/i.exec(text) ?? [];
    const column = text.indexOf(flag ?? '') + 1;
    expect(readInner(text)).toEqual({
      started: [expect.stringContaining(`| 1:${column}+${flag?.length} --kubelet-https=false`)],
    });
  });

  test.each([
    { why: 'in base64', source: `data:;base64,${base64(MANIFEST)}` },
    { why: 'in base64 with a charset', source: `data:text/plain;charset=utf-8;base64,${base64(MANIFEST)}` },
    { why: 'with gzip', source: `data:;base64,${gzip64(MANIFEST)}`, compression: 'gzip' },
    { why: 'with more than ASCII', source: `data:,${escaped(`# ä\n${MANIFEST}`)}` },
  ])('$why has the place of the URL', ({ source, compression = '' }) => {
    const text = withSource(source, { compression });
    const place = `1:${text.indexOf('"data:') + 1}`;
    expect(readInner(text)).toEqual({
      started: [expect.stringMatching(`^${place} Pod in ${PATH} \\| ${place}\\+\\d+ --kubelet-https=false$`)],
    });
  });

  test.each([
    { why: 'without a comma', source: 'data:x', error: 'its data: URL has no comma' },
    { why: 'with a broken escape', source: 'data:,%2', error: 'its data: URL is not valid' },
    { why: 'with broken base64', source: 'data:;base64,x', error: 'it is not valid base64' },
    { why: 'that is not compressed', source: 'data:,x', compression: 'gzip', error: 'it is not valid gzip' },
    { why: 'that is none', source: 'https://example.com', error: 'it comes from a URL' },
  ])('$why is a problem if its path is that of an API server', ({ source, compression = '', error }) => {
    const path = '/etc/kubernetes/manifests/kube-apiserver.yaml';
    expect(readInner(withSource(source, { compression }, path))).toEqual({
      started: [],
      error: expect.stringContaining(`the content of ${path} is not known: ${error}`),
    });
    expect(readInner(withSource(source, { compression }))).toEqual({ started: [] });
  });
});

describe('parts of a file', () => {
  const [head = '', tail = ''] = MANIFEST.split(/(?=^ {4}- --)/m);
  const part = (text: string) => ({ source: `data:,${escaped(text)}` });

  test.each([
    { why: '3', files: [{ path: PATH, contents: part(head), append: [part(tail)] }] },
    { why: '3 without contents', files: [{ path: PATH, append: [part(head), part(tail)] }] },
    {
      why: '2',
      files: [
        { path: PATH, contents: part(head) },
        { path: PATH, contents: part(tail), append: true },
      ],
    },
  ])('are appended in Ignition $why', ({ files }) => {
    expect(readInner(ignition({ files })).started).toEqual([
      expect.stringContaining('--kubelet-https=false'),
    ]);
  });
});

describe('other files', () => {
  const inner = withSource(`data:,${escaped(MANIFEST)}`);
  const source = `data:;base64,${base64(inner)}`;

  test.each([{ merge: [{ source }] }, { append: [{ source }] }, { replace: { source } }])(
    '%j are read with it',
    (config) => {
      expect(readInner(ignition({}, { config })).started).toEqual([
        expect.stringMatching(/Pod in .* in ignition\.config\.(?:merge\[0\]|append\[0\]|replace) /),
      ]);
    },
  );

  test('in place of it are all that counts', () => {
    const files = [{ path: PATH, contents: { source: `data:,${escaped(MANIFEST)}` } }];
    expect(readInner(ignition({ files }, { config: { replace: { source: 'data:,' } } })).started).toEqual([]);
    expect(readInner(ignition({ files }, { config: { replace: {} } })).started).toHaveLength(1);
  });

  test('are read three levels deep', () => {
    let text = withSource(`data:,${escaped(MANIFEST)}`);
    const started = [0, 1, 2].map(() => {
      const found = readInner(text).started;
      text = ignition({}, { config: { merge: [{ source: `data:;base64,${base64(text)}` }] } });
      return found?.length;
    });
    expect(started).toEqual([1, 1, 1]);
    expect(readInner(text)).toEqual({ started: [], error: expect.stringContaining('too many levels deep') });
  });
});

const INDENTED = MANIFEST.replace(/^(?=.)/gm, '        ');

test.each([
  {
    why: 'Ignition 1',
    text: `ignitionVersion: 1\nstorage: {filesystems: [{files: [{path: ${PATH}, contents: `,
  },
  {
    why: 'Butane',
    text: `variant: fcos\nversion: 1.5.0\nstorage: {files: [{path: ${PATH}, contents: {inline: `,
  },
  { why: 'Container Linux Config', text: `storage: {files: [{path: ${PATH}, contents: {inline: ` },
  { why: 'a URL there', text: `storage: {files: [{path: ${PATH}, contents: {remote: {url: `, url: true },
  {
    why: 'MachineConfig',
    text: `apiVersion: machineconfiguration.openshift.io/v1\nkind: MachineConfig\nspec: {config: {storage: {files: [{path: ${PATH}, contents: {source: `,
    url: true,
  },
])('$why is read', ({ text, url }) => {
  const content = JSON.stringify(url ? `data:,${escaped(MANIFEST)}` : MANIFEST);
  const opened = [...text.matchAll(/[[{]/g)].map(([bracket]) => (bracket === '[' ? ']' : '}'));
  expect(readInner(`${text}${content}${opened.reverse().join('')}\n`)).toEqual({
    started: [expect.stringMatching(/Pod in .* --kubelet-https=false$/)],
  });
});

test('a block of Butane has its places', () => {
  const text = `variant: flatcar\nstorage:\n  files:\n  - path: ${PATH}\n    contents:\n      inline: |\n${INDENTED}`;
  expect(readInner(text).started).toEqual([`11:13 Pod in ${PATH} | 13:15+21 --kubelet-https=false`]);
});

test.each(['local: a.yaml', 'source: "https://example.com/a"'])(
  'what is elsewhere is unknown: %s',
  (where) => {
    const text = `variant: fcos\nstorage:\n  files:\n  - path: /etc/kube-apiserver.yaml\n    contents: {${where}}\n`;
    expect(readInner(text).error).toMatch(
      /^line 5, column \d+: the content of .* it comes from a (?:local file|URL)$/,
    );
  },
);

test('units have their drop-ins, and are nothing where they are masked', () => {
  const unit = {
    name: 'a.service',
    contents: '[Service]\nExecStart=kube-apiserver --etcd-servers=x $A',
    dropins: [{ name: '1.conf', contents: '[Service]\nEnvironment=A=--kubelet-https=0' }],
  };
  const withUnit = (others: object) =>
    JSON.stringify({ ignition: { version: '2.2.0' }, systemd: { units: [{ ...unit, ...others }] } });
  expect(readInner(withUnit({})).started).toEqual([
    expect.stringMatching(/^1:\d+ \/etc\/systemd\/system\/a\.service .* --kubelet-https=0$/),
  ]);
  expect(readInner(withUnit({ mask: true })).started).toEqual([]);
  expect(readInner(withUnit({ contents: undefined, contents_local: 'kube-apiserver' })).started).toEqual([]);
});

test.each([
  ['a manifest', MANIFEST],
  ['another object with storage', 'apiVersion: v1\nkind: A\nstorage: {files: []}\n'],
  ['storage of another kind', 'storage: {files: 1}\nsystemd: {units: 2}\nvariant: blue\n'],
])('%s is not read', (_, text) => {
  expect(readInner(text).started?.some((each) => each.includes(' in '))).not.toBe(true);
});
