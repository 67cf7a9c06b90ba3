// biome-ignore-all lint/suspicious/noTemplateCurlyInString: systemd writes its variables like that
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FileFormat } from '../../../../src/sources/files/file-format.ts';
import { toSourceFile } from '../../../../src/sources/files/source-file.ts';
import { readSystemdUnit } from '../../../../src/sources/files/systemd/unit.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT: FileFormat = { summary: 'systemd units', readText: readSystemdUnit };

/** The arguments of each command in a `[Service]` section, `…` after an opaque one. */
function commands(service: string, files: Readonly<Record<string, string>> = {}, path = 'a.service') {
  const written = readSystemdUnit(toSourceFile(path, `[Service]\n${service}`), (name) =>
    files[name] === undefined ? undefined : toSourceFile(name, files[name]),
  );
  return written?.map(({ arguments: args }) =>
    args.map(({ text, isUnknown }) => (isUnknown ? `${text}…` : text)),
  );
}

describe('whole units', () => {
  test.each([
    {
      why: 'fail: the flag is in a file of variables, CentOS style',
      file: 'centos/kube-apiserver.service',
      start: '11:1',
      holds: [
        '11:11+23 /usr/bin/kube-apiserver',
        'apiserver:23:16+21 --kubelet-https=false',
        'apiserver:24:3+14 --event-ttl=1h',
      ],
      count: 12,
    },
    {
      why: 'unknown: the files of variables are not beside it',
      file: 'centos-alone/kube-apiserver.service',
      start: '11:1',
      holds: ['14:6+18 $KUBE_ETCD_SERVERS…', '21:6+14 $KUBE_API_ARGS…'],
      count: 11,
    },
    {
      why: 'pass: by hand, with comments between its continued lines',
      file: 'by-hand/kube-apiserver.service',
      start: '11:1',
      holds: [
        '12:3+34 --advertise-address=10.240.0.10',
        '15:3+46 --audit-log-path=/var/log/kubernetes/audit.log',
        '17:3+30 --authorization-mode=Node,RBAC',
        '20:3+20 --kubelet-https=true',
        '21:3+50 --requestheader-allowed-names=front-proxy-client',
        '22:3+31 --runtime-config=api/all=true',
      ],
      count: 12,
    },
    {
      why: 'fail: by hand',
      file: 'by-hand/fail.service',
      start: '11:1',
      holds: ['11:11+29 /usr/local/bin/kube-apiserver', '20:3+21 --kubelet-https=false', '24:3+5 --v=2'],
      count: 12,
    },
    {
      why: 'fail: the unit that the k3s install script writes',
      file: 'k3s/k3s.service',
      start: '29:1',
      holds: [
        '29:11+18 kube-apiserver',
        '29:11+18 /etc/rancher/k3s/config.yaml…',
        '34:2+21 --audit-log-maxage=30',
        '35:2+42 --kubelet-https=false',
      ],
      count: 4,
    },
    {
      why: 'unknown: k3s without the flag, which its configuration file may hold',
      file: 'k3s/pass.service',
      start: '29:1',
      holds: ['35:2+43 --anonymous-auth=false'],
      count: 4,
    },
    {
      why: 'no API server: a k3s agent stays the command it is',
      file: 'k3s/k3s-agent.service',
      start: '29:1',
      holds: ['29:11+18 /usr/local/bin/k3s', '30:5+5 agent'],
      count: 4,
    },
    {
      why: 'pass: NixOS, whose program is deep in the store',
      file: 'nixos/kube-apiserver.service',
      start: '12:1',
      holds: ['14:1+30 --authorization-mode=RBAC,Node', '18:1+20 --kubelet-https=true'],
      count: 7,
    },
    {
      why: 'pass: the lines after the first are not continued',
      file: 'double-backslash.service',
      start: '6:1',
      holds: ['6:11+29 /usr/local/bin/kube-apiserver', '6:41+2 \\'],
      count: 2,
    },
    {
      why: 'fail or unknown: a drop-in, whose variables the unit defines',
      file: 'dropin/kube-apiserver.service.d/10-override.conf',
      start: '4:1',
      holds: ['4:12+23 /usr/bin/kube-apiserver', '4:36+14 $KUBE_API_ARGS…', '4:51+21 --kubelet-https=false'],
      count: 3,
    },
  ])('$why', ({ file, start, holds, count }) => {
    const written = readFixture(`systemd/${file}`, FORMAT);
    expect(written).toHaveLength(1);
    expect(written?.[0]).toMatchObject({ object: file.replace(/.*\//, ''), container: null, start });
    expect(written?.[0]?.arguments).toEqual(expect.arrayContaining(holds));
    expect(written?.[0]?.arguments).toHaveLength(count);
  });
});

test.each([
  'centos/kube-apiserver.service',
  'by-hand/fail.service',
  'k3s/k3s.service',
  'nixos/kube-apiserver.service',
])('CRLF and a byte-order mark change nothing in %s', (file) => {
  const path = `systemd/${file}`;
  const text = readFileSync(new URL(`../../../fixtures/files/${path}`, import.meta.url), 'utf8');
  expect(readText(`\ufeff${text.replaceAll('\n', '\r\n')}`, FORMAT, path)).toEqual(readFixture(path, FORMAT));
});

test.each([
  { why: 'a section, nothing else', text: '[Service]\n', isUnit: true },
  { why: 'comments before the section', text: '# c\n\n; c\n  [Unit]  \nAfter=x', isUnit: true },
  { why: 'a timer', text: '[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target', isUnit: true },
  { why: 'no section of a service', text: '[package]\nname = "x"', isUnit: false },
  {
    why: 'text before the section, as in a script',
    text: 'cat <<E\n[Service]\nExecStart=/x\nE',
    isUnit: false,
  },
  { why: 'an assignment before the section, which systemd ignores', text: 'a=b\n[Service]', isUnit: true },
  { why: 'assignments without a section', text: 'a=b\n--c=d', isUnit: false },
  { why: 'the header not on a line of its own', text: 'see [Service]', isUnit: false },
  { why: 'YAML', text: 'kind: Pod\nmetadata: {}', isUnit: false },
  { why: 'empty', text: '', isUnit: false },
])('content decides: $why', ({ text, isUnit }) => expect(readText(text, FORMAT) !== undefined).toBe(isUnit));

test('any line before the first section is ignored where the name is that of a unit', () => {
  const text = 'foo bar\n[Service]\nExecStart=/a\n';
  expect(readText(text, FORMAT, 'a.service')).toHaveLength(1);
  expect(readText(text, FORMAT, 'a.sh')).toBeUndefined();
});

test.each([
  { why: 'a byte that is not UTF-8', line: 'Environment=B=\udcff' },
  { why: 'a header that is not closed', line: '[Service' },
  { why: 'another file', line: '.include /etc/x' },
])('nothing is certain where systemd may read a unit otherwise: $why', ({ line }) => {
  const after = `ExecStart=/a --b=1\n${line}\n`;
  expect(commands(after)).toEqual([['/a', '--b=1…', '…']]);
  expect(commands(after.replace('/a', '/k3s server --disable-apiserver'))?.[0]?.[0]).toBe('kube-apiserver');
});

test('a file of variables that is not UTF-8 may define anything', () => {
  const files = { '/f': 'A=1\nB=\udcff\n' };
  expect(commands('EnvironmentFile=/f\nExecStart=/a $A', files)).toEqual([['/a', '$A…']]);
});

describe('commands', () => {
  test.each([
    {
      why: 'several in one setting',
      text: 'ExecStart=/a 1 ; /b \\; 2 ;',
      found: [
        ['/a', '1'],
        ['/b', ';', '2'],
      ],
    },
    { why: 'no command ends within a word', text: 'ExecStart=/a x; ";" y', found: [['/a', 'x;', ';', 'y']] },
    { why: 'several settings', text: 'ExecStart=/a\nExecStart=/b', found: [['/a'], ['/b']] },
    { why: 'an empty one resets', text: 'ExecStart=/a\nExecStart=\nExecStart=/b', found: [['/b']] },
    { why: 'a last empty one leaves none', text: 'ExecStart=/a\nExecStart=', found: [] },
    { why: 'blanks around the key and value', text: ' ExecStart \t= /a  b \t', found: [['/a', 'b']] },
    { why: 'other settings start no service', text: 'ExecStartPre=/a\nexecstart=/b', found: [] },
    { why: 'other sections neither', text: '[X-Service]\nExecStart=/a', found: [] },
    {
      why: 'every prefix',
      text: 'ExecStart=-+:/a\nExecStart=!!/b\nExecStart=!-/c',
      found: [['/a'], ['/b'], ['/c']],
    },
    { why: 'a prefix counts once', text: 'ExecStart=--/a', found: [['-/a']] },
    { why: '@: the second word is argv[0]', text: 'ExecStart=@/a name -x', found: [['/a', '-x']] },
    { why: '@ with nothing behind it', text: 'ExecStart=@/a', found: [['/a']] },
    {
      why: 'a colon turns variables off',
      text: 'ExecStart=:/a $X ${Y} $$',
      found: [['/a', '$X', '${Y}', '$$']],
    },
    {
      why: 'quotes anywhere in a word',
      text: `ExecStart=/a --x="b c"'d' "" e''`,
      found: [['/a', '--x=b cd', '', 'e']],
    },
    { why: 'C escapes', text: 'ExecStart=/a \\x2dv\\s1\\t\\055 \\u00e9', found: [['/a', '-v 1\t-', 'é']] },
    {
      why: 'what is not an escape stays',
      text: 'ExecStart=/a \\q \\x4 "\\d"',
      found: [['/a', '\\q', '\\x4', '\\d']],
    },
    { why: 'percent signs', text: 'ExecStart=/a %%i %i x%i', found: [['/a', '%i', '%i…', 'x%i…']] },
    {
      why: 'a continuation is a blank',
      text: 'ExecStart=/a b\\\nc \\\n\\\n d\nX=',
      found: [['/a', 'b', 'c', 'd']],
    },
    { why: 'even within quotes', text: 'ExecStart=/a "b\\\nc"', found: [['/a', 'b c']] },
    {
      why: 'an escaped backslash continues nothing',
      text: 'ExecStart=/a b\\\\\nExecStart=/c',
      found: [['/a', 'b\\'], ['/c']],
    },
    { why: 'an empty line ends a continuation', text: 'ExecStart=/a \\\n\n--b', found: [['/a']] },
    {
      why: 'a comment does not, whatever ends it',
      text: 'ExecStart=/a \\\n # c \\\n;\n--b',
      found: [['/a', '--b']],
    },
    { why: 'a comment is never continued', text: '# c \\\nExecStart=/a', found: [['/a']] },
    { why: 'an open quote hides the rest', text: 'ExecStart=/a b "c d', found: [['/a', 'b', '"c d…']] },
    {
      why: 'a shell stays one',
      text: `ExecStart=/bin/sh -c "exec a $$X"`,
      found: [['/bin/sh', '-c', 'exec a $X']],
    },
  ])('$why', ({ text, found }) => expect(commands(text)).toEqual(found));

  test('a word over two lines is shown on its first', () =>
    expect(readText('[Service]\nExecStart=/a "b \\\n  c" d', FORMAT)?.[0]?.arguments).toEqual([
      '2:11+2 /a',
      '2:14+4 b    c',
      '3:6+1 d',
    ]));

  test('a prefix and quotes are told from what they hold', () =>
    expect(readText('[Service]\nExecStart=-@/a n "--b=c"', FORMAT)?.[0]?.arguments).toEqual([
      '2:13+2 /a',
      '2:18+7 --b=c',
    ]));
});

describe('variables', () => {
  const ENV = `Environment=A=1 "B=x  'y z' " 'E='\n`;

  test.each([
    { why: 'a word of its own is split, quotes respected', words: '$B', found: ['x', 'y z'] },
    { why: 'braces keep the value whole', words: '${B} ${E}', found: ["x  'y z' ", ''] },
    { why: 'braces within a word', words: '--a=${A}${A}', found: ['--a=11'] },
    { why: 'no braces within a word: no variable', words: '--a=$A', found: ['--a=$A'] },
    { why: 'an empty one is not a word', words: '$E b', found: ['b'] },
    { why: 'a drop-in may define it', words: '$NO --x=${NO} ${NO}', found: ['$NO…', '--x=${NO}…', '${NO}…'] },
    { why: 'doubled dollars', words: '$$A a$$b $${A}', found: ['$A', 'a$b', '${A}'] },
    { why: 'what is not a name is erased', words: '$A-b $1 $ c', found: ['c'] },
    { why: 'defaults are not supported', words: '${A:-b}', found: ['${A:-b}'] },
    { why: 'not closed', words: '${A b', found: ['${A', 'b'] },
    { why: 'set by systemd itself', words: '$HOME --x=${USER}', found: ['$HOME…', '--x=${USER}…'] },
    { why: 'values are not expanded again', words: '$A', env: 'Environment=A=$B B=x\n', found: ['$B'] },
    {
      why: 'the later assignment wins',
      words: '$A',
      env: 'Environment=A=1\nEnvironment=A=2 A=3\n',
      found: ['3'],
    },
    { why: 'an empty one resets', words: '$A', env: 'Environment=A=1\nEnvironment=\n', found: ['$A…'] },
    { why: 'names must be names', words: '$A', env: 'Environment=1A=2 A-=3 A\n', found: ['$A…'] },
    { why: 'passed on from the manager', words: '$A', env: 'PassEnvironment=A\n', found: ['$A…'] },
  ])('$why: $words', ({ words, found, env = ENV }) =>
    expect(commands(`${env}ExecStart=/p ${words}`)).toEqual([['/p', ...found]]),
  );

  test.each([
    { why: 'comments, blanks, CRLF', file: '# A=0\r\n ; A=0\r\n\r\n A = 1 \r\n', found: ['1'] },
    { why: 'quotes', file: `A="x" 'y z'\n`, found: ['xy', 'z'] },
    { why: 'quotes after the first character stay', file: 'A=b"c d"\n', found: ['bc d'] },
    { why: 'continued lines', file: 'A=b \\\n c\n', found: ['b', 'c'] },
    { why: 'continued in quotes', file: 'A="b \\\n c \\$d"\n', found: ['b', 'c', '$d'] },
    { why: 'several lines in quotes', file: `A='b\nc'\n`, found: ['b', 'c'] },
    { why: 'the last of two wins', file: 'A=1\nA=2', found: ['2'] },
    { why: 'export is not a name', file: 'export A=1', found: ['0'] },
    { why: 'a byte-order mark', file: '\ufeffA=1', found: ['1'] },
    { why: 'a quote that stays open', file: 'A="1\nB=2', found: ['1', 'B=2'] },
  ])('a file of variables: $why', ({ file, found }) =>
    expect(commands('EnvironmentFile=-/e\nEnvironment=A=0\nExecStart=/p $A', { '/e': file })).toEqual([
      ['/p', ...found],
    ]),
  );

  test.each([
    { why: 'the later file wins', files: 'EnvironmentFile=/1\nEnvironmentFile=/2', found: ['two'] },
    {
      why: 'an empty one resets',
      files: 'EnvironmentFile=/2\nEnvironmentFile=\nEnvironmentFile=/1',
      found: ['one'],
    },
    {
      why: 'one that cannot be read may override',
      files: 'EnvironmentFile=/1\nEnvironmentFile=-/no',
      found: ['$A…'],
    },
    { why: 'one before it may not', files: 'EnvironmentFile=-/no\nEnvironmentFile=/1', found: ['one'] },
    { why: 'a pattern is not followed', files: 'EnvironmentFile=/*', found: ['$A…'] },
    {
      why: 'systemd ignores relative and quoted paths',
      files: 'EnvironmentFile=1\nEnvironmentFile="/2"',
      found: ['0'],
    },
  ])('of several files: $why', ({ files, found }) =>
    expect(
      commands(`Environment=A=0\n${files}\nExecStart=/p $A`, {
        '/1': 'A=one',
        '/2': 'A=two',
        '/*': 'A=3',
        '1': 'A=4',
      }),
    ).toEqual([['/p', ...found]]),
  );

  test.each([
    { why: 'a word of its own', word: '$X', found: '$X…' },
    { why: 'a word of its own in braces', word: '${X}', found: '${X}…' },
    { why: 'at the start it hides which flag it is', word: '${X}=false', found: '${X}=false…' },
    { why: 'inside the value is not known', word: '--etcd-servers=${X}', found: '--etcd-servers=${X}…' },
  ])('unresolved: $why', ({ word, found }) =>
    expect(commands(`EnvironmentFile=/no\nExecStart=/p ${word}`)).toEqual([['/p', found]]),
  );

  test('what a drop-in does not define, its unit may', () =>
    expect(commands('Environment=A=1\nExecStart=/p $A $B', {}, 'x.service.d/a.conf')).toEqual([
      ['/p', '1', '$B…'],
    ]));
});

describe('why a variable is unknown', () => {
  const whys = (service: string) =>
    readSystemdUnit(
      toSourceFile('a.service', `[Service]\n${service}\nExecStart=/p $A --b=\${A} c`),
      () => undefined,
    )
      ?.at(-1)
      ?.arguments.map(({ whyUnknown }) => whyUnknown);
  test.each([
    {
      files: 'EnvironmentFile=-/etc/kubernetes/apiserver',
      why: '/etc/kubernetes/apiserver was not found beside the unit',
    },
    { files: 'EnvironmentFile=/a\nEnvironmentFile=/b', why: '/a and /b were not found beside the unit' },
    { files: 'EnvironmentFile=/a b', why: undefined },
    { files: '', why: undefined },
  ])('$files', ({ files, why }) => expect(whys(files)).toEqual([undefined, why, why, undefined]));
});

describe('lines that look like arguments and are ignored', () => {
  const ignored = (service: string) =>
    readSystemdUnit(toSourceFile('a.service', `[Service]\n${service}\n`), () => undefined)?.map(
      (one) => one.ignored,
    );
  const TWO = 'systemd ignores the lines after a line that ends with two backslashes';
  const NONE = 'systemd ignores the lines after a line that ends without a backslash';
  test.each([
    {
      why: 'two backslashes',
      text: 'ExecStart=/a \\\\\n  --b=c \\\\\n --d',
      found: [{ start: 28, reason: TWO }],
    },
    { why: 'no equals sign', text: 'ExecStart=/a\n--b', found: [{ start: 23, reason: NONE }] },
    { why: 'an empty line between', text: 'ExecStart=/a \\\n\n--b', found: [{ start: 26, reason: NONE }] },
    { why: 'a comment between', text: 'ExecStart=/a\n# x\n-b', found: [{ start: 27, reason: NONE }] },
    {
      why: 'after the second command',
      text: 'ExecStart=/a\nExecStart=/b\n--c',
      found: [undefined, { start: 36, reason: NONE }],
    },
    { why: 'another key between', text: 'ExecStart=/a\nType=x\n--c', found: [undefined] },
    { why: 'after another key', text: 'Type=x\n--c\nExecStart=/a', found: [undefined] },
    { why: 'what does not look like an argument', text: 'ExecStart=/a\nb c', found: [undefined] },
    { why: 'a line that is continued', text: 'ExecStart=/a \\\n--b', found: [undefined] },
  ])('$why', ({ text, found }) => expect(ignored(text)).toEqual(found));

  test('a key without a value drops nothing', () =>
    expect(commands('ExecStart=/a\n-ExecStart\nExecStart')).toEqual([['/a']]));
});

describe('the output of systemctl cat', () => {
  const cat = (text: string, path = '-') =>
    readSystemdUnit(toSourceFile(path, text), () => undefined)?.map(({ object, arguments: args }) => [
      object,
      ...args.map((one) => (one.isUnknown ? `${one.text}…` : one.text)),
    ]);
  const A = '# /usr/lib/systemd/system/a.service\n[Service]\nEnvironment=X=1\nExecStart=/a $X\n';
  const DROP_IN = '# /etc/systemd/system/a.service.d/x.conf\n';
  test.each([
    { why: 'one unit', text: A, found: [['a.service', '/a', '1']] },
    {
      why: 'with a drop-in',
      text: `${A}\n${DROP_IN}[Service]\nEnvironment=X=2\n`,
      found: [['a.service', '/a', '2']],
    },
    {
      why: 'that starts another program',
      text: `${A}\n${DROP_IN}[Service]\nExecStart=\nExecStart=/b\n`,
      found: [['a.service', '/b']],
    },
    {
      why: 'that has no section',
      text: `${A}\n${DROP_IN}Environment=X=2\n`,
      found: [['a.service', '/a', '1']],
    },
    {
      why: 'that has it too late',
      text: `${A}\n${DROP_IN}Environment=X=2\n[Service]\n`,
      found: [['a.service', '/a', '1']],
    },
    {
      why: 'two units',
      text: `${A}\n# /run/systemd/transient/b.service\n[Service]\nEnvironment=X=2\nExecStart=/b $X $Y\n`,
      found: [
        ['a.service', '/a', '1'],
        ['b.service', '/b', '2', '$Y…'],
      ],
    },
    { why: 'CRLF', text: A.replaceAll('\n', '\r\n'), found: [['a.service', '/a', '1']] },
    { why: 'a comment that is not at the start', text: `[Service]\n${A}`, found: [['-', '/a', '1']] },
  ])('$why', ({ text, found }) => expect(cat(text)).toEqual(found));

  test('in a file of the name of a unit is read as systemd reads that file', () =>
    expect(cat(`${A}${A.replaceAll('/a', '/b')}`, 'c.service')).toEqual([
      ['c.service', '/a', '1'],
      ['c.service', '/b', '1'],
    ]));
});

describe('what is passed or taken away', () => {
  const flag = 'Environment=F=--kubelet-https=false\n';
  test.each([
    { why: 'fail: nothing is taken away', lines: flag, found: ['--kubelet-https=false'] },
    { why: 'pass: by its name', lines: `${flag}UnsetEnvironment=F`, found: [] },
    { why: 'pass: whatever the order', lines: `UnsetEnvironment=F\n${flag}`, found: [] },
    { why: 'pass: one of several, in quotes', lines: `${flag}UnsetEnvironment=A "F" B`, found: [] },
    { why: 'pass: with an escape', lines: `${flag}UnsetEnvironment=\\x46`, found: [] },
    { why: 'pass: with its value', lines: `${flag}UnsetEnvironment=F=--kubelet-https=false`, found: [] },
    {
      why: 'fail: with another value',
      lines: `${flag}UnsetEnvironment=F=--kubelet-https=true F= f`,
      found: ['--kubelet-https=false'],
    },
    {
      why: 'fail: taken back by an empty line',
      lines: `${flag}UnsetEnvironment=F\nUnsetEnvironment=`,
      found: ['--kubelet-https=false'],
    },
    {
      why: 'pass: one line adds to another',
      lines: `${flag}UnsetEnvironment=F\nUnsetEnvironment=A`,
      found: [],
    },
    {
      why: 'fail: after a word that systemd cannot read',
      lines: `${flag}UnsetEnvironment="A F`,
      found: ['--kubelet-https=false'],
    },
    { why: 'pass: also from a file', lines: 'EnvironmentFile=/f\nUnsetEnvironment=F', found: [] },
    {
      why: 'pass: also from a file that cannot be read',
      lines: 'EnvironmentFile=/no\nUnsetEnvironment=F',
      found: [],
    },
    {
      why: 'unknown: a value that is not known',
      lines: 'EnvironmentFile=/no\nUnsetEnvironment=F=x',
      found: ['$F…'],
    },
    { why: 'unknown: a name that is not known', lines: `${flag}UnsetEnvironment=%i`, found: ['$F…'] },
    {
      why: 'unknown: a part of it is not known',
      lines: `${flag}UnsetEnvironment=F=--kubelet-%i`,
      found: ['$F…'],
    },
    {
      why: 'fail: a value that is not known of another name',
      lines: `${flag}UnsetEnvironment=G=%i`,
      found: ['--kubelet-https=false'],
    },
    { why: 'pass: a percent sign', lines: 'Environment=F=50%%\nUnsetEnvironment=F=50%%', found: [] },
    { why: 'unknown: passed', lines: 'PassEnvironment=F', found: ['$F…'] },
    {
      why: 'fail: passed, and set',
      lines: `${flag}PassEnvironment=F`,
      found: ['--kubelet-https=false'],
    },
    {
      why: 'fail: passed, and set in a file',
      lines: 'EnvironmentFile=/f\nPassEnvironment=F',
      found: ['--kubelet-https=0'],
    },
    { why: 'pass: passed, and taken away', lines: 'PassEnvironment=F\nUnsetEnvironment=F', found: [] },
    {
      why: 'unknown: passed, and perhaps taken away',
      lines: 'PassEnvironment=F\nUnsetEnvironment=F=x',
      found: ['$F…'],
    },
    { why: 'unknown: a value with a specifier', lines: 'Environment=F=--kubelet-https=%i', found: ['$F…'] },
  ])('$why', ({ lines, found }) => {
    expect(commands(`${lines}\nExecStart=/p $F`, { '/f': 'F=--kubelet-https=0\n' })).toEqual([
      ['/p', ...found],
    ]);
  });
});

describe('k3s server', () => {
  test.each([
    {
      why: 'with an equals sign',
      words: 'server --kube-apiserver-arg=a=b -kube-apiserver-arg=c',
      found: ['--a=b', '--c=true'],
    },
    { why: 'in two words', words: 'server --kube-apiserver-arg a=b --tls-san x', found: ['--a=b'] },
    { why: 'dashes that k3s drops', words: 'server --kube-apiserver-arg=--a=b', found: ['--a=b'] },
    {
      why: 'a flag before the subcommand',
      words: '--debug server --kube-apiserver-arg a=b',
      found: ['--a=b'],
    },
    { why: 'an unknown variable may hold one', words: 'server $X', found: ['$X…'] },
    { why: 'or the subcommand itself', words: '$X', found: ['$X…'] },
    { why: 'or the flag', words: 'server --kube-apiserver-arg=${X}', found: ['--kube-apiserver-arg=${X}…'] },
  ])('$why: $words', ({ words, found }) =>
    expect(commands(`EnvironmentFile=/no\nExecStart=/usr/local/bin/k3s ${words}`)).toEqual([
      ['kube-apiserver', '/etc/rancher/k3s/config.yaml…', ...found],
    ]),
  );

  test.each([
    { why: 'a flag may be the value of another', words: '--node-name --disable-apiserver' },
    { why: 'its own flag may be', words: '--node-label --kube-apiserver-arg=a=b' },
    { why: 'as a value of its own', words: '--kube-apiserver-arg --disable-apiserver' },
    { why: 'no flag is after two dashes', words: '-- --disable-apiserver' },
    { why: 'nor its own', words: '--kube-apiserver-arg=a=c -- --kube-apiserver-arg=a=b' },
    { why: 'or after another word', words: 'x --disable-apiserver' },
  ])('may have other arguments where $why: $words', ({ words }) => {
    const [command] = commands(`ExecStart=/usr/local/bin/k3s server ${words}`) ?? [];
    expect([command?.[0], command?.at(-1)]).toEqual(['kube-apiserver', '…']);
  });

  test('is certain where a switch is before a flag, or a value has dashes', () =>
    expect(
      commands(
        'ExecStart=/k3s server --cluster-init --disable-etcd --kube-apiserver-arg --a=b -v 3 -d /x --debug',
      ),
    ).toEqual([['kube-apiserver', '/etc/rancher/k3s/config.yaml…', '--a=b']]));

  test.each(['-c /a.yaml', '--config=/a.yaml', '--config /a.yaml', '-c=/a.yaml'])(
    'its configuration file: %s',
    (words) =>
      expect(commands(`ExecStart=/usr/local/bin/k3s server ${words}`)).toEqual([
        ['kube-apiserver', '/a.yaml…'],
      ]),
  );

  test.each([
    { why: 'another subcommand', words: 'agent --server https://x --kube-apiserver-arg a=b' },
    { why: 'no subcommand', words: '--version' },
    { why: 'without its API server', words: 'server --disable-apiserver --kube-apiserver-arg a=b' },
  ])('is not $why', ({ words }) =>
    expect(commands(`ExecStart=/usr/local/bin/k3s ${words}`)).toEqual([
      ['/usr/local/bin/k3s', ...words.split(' ')],
    ]),
  );
});

describe('hostile units are read in linear time', () => {
  const LONG = 1_000_000;
  const MANY = 100_000;

  test.each([
    { why: 'a long line', text: `ExecStart=/p ${'a'.repeat(LONG)}` },
    { why: 'a long blank', text: `ExecStart=/p ${' '.repeat(LONG)}x` },
    { why: 'backslashes', text: `ExecStart=/p ${'\\'.repeat(LONG)}` },
    { why: 'backslashes before text', text: `ExecStart=/p ${'\\'.repeat(LONG)} x` },
    { why: 'open quotes', text: `ExecStart=/p ${`"' `.repeat(LONG / 4)}"` },
    { why: 'open braces', text: 'ExecStart=/p '.concat('${'.repeat(LONG / 2)) },
    { why: 'open braces with colons', text: 'ExecStart=/p '.concat('${:'.repeat(LONG / 4)) },
    { why: 'dollars', text: `ExecStart=/p ${'$'.repeat(LONG)}` },
    { why: 'NUL', text: `ExecStart=/p ${'\0'.repeat(LONG)}` },
    { why: 'continued lines', text: `ExecStart=/p ${'\\\n'.repeat(LONG / 4)}` },
    { why: 'comments in a continuation', text: `ExecStart=/p \\\n${'#\n'.repeat(LONG / 4)}x` },
    { why: 'headers', text: '[Service]\n'.repeat(MANY) },
    { why: 'open headers', text: '['.repeat(LONG) },
    { why: 'settings', text: 'ExecStart=/p\n'.repeat(MANY) },
    {
      why: 'variables',
      text: Array.from({ length: MANY }, (_, index) => `Environment=A${index}=x\n`)
        .join('')
        .concat('ExecStart=/p ', Array.from({ length: MANY }, (_, index) => `$A${index} `).join('')),
    },
    {
      why: 'long values often used',
      text: `Environment="A=${'x '.repeat(MANY)}"\nExecStart=/p ${'$A '.repeat(MANY)}`,
    },
    {
      why: 'the same in braces',
      text: 'Environment=A='.concat('x'.repeat(LONG), '\nExecStart=/p ', '${A}'.repeat(MANY)),
    },
    { why: 'a long file of variables', text: 'EnvironmentFile=/e\nExecStart=/p $A' },
  ])('$why', ({ text }) => {
    const files = { '/e': `A="${'\\'.repeat(LONG)}\n${'B=\n'.repeat(MANY)}` };
    expect(commands(text, files)).toBeInstanceOf(Array);
  });
});
