import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMergedUnit } from '../../src/host/systemd-unit.ts';
import { encodeText } from '../../src/sources/system/bytes.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { rootFiles } from '../support/root-files.ts';

const NAME = 'kube-apiserver.service';
const ETC = `etc/systemd/system/${NAME}`;

function host(files: Readonly<Record<string, string>>): string {
  const root = temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    if (text.startsWith('->')) symlinkSync(text.slice(2), join(root, path));
    else writeFileSync(join(root, path), encodeText(text));
  }
  return root;
}

/** The commands of the unit, `…` after what is not known, or the paths that could not be read. */
function read(
  files: Readonly<Record<string, string>>,
  { name = NAME, running }: { name?: string; running?: Record<string, string> } = {},
) {
  const environment = running && new Map(Object.entries(running));
  const view = rootFiles(host(files));
  const { problems } = view;
  const unit = readMergedUnit(view, name, environment);
  if (problems.length > 0) return problems.map(({ path }) => path);
  return unit?.commands.map(({ arguments: args }) =>
    args.map(({ text, isUnknown }) => (isUnknown ? `${text}…` : text)).join(' '),
  );
}

const exec = (command: string) => `[Service]\nExecStart=${command}\n`;

describe('a unit', () => {
  test.each([
    { why: 'is not there', files: {}, commands: undefined },
    {
      why: 'of the administrator wins over that of the distribution',
      files: { [ETC]: exec('/a'), [`usr/lib/systemd/system/${NAME}`]: exec('/b') },
      commands: ['/a'],
    },
    {
      why: 'of the distribution',
      files: { [`lib/systemd/system/${NAME}`]: exec('/b') },
      commands: ['/b'],
    },
    {
      why: 'that is masked starts nothing',
      files: { [ETC]: '->/dev/null', 'dev/null': '', [`usr/lib/systemd/system/${NAME}`]: exec('/b') },
      commands: [],
    },
    {
      why: 'is reset by a drop-in',
      files: { [ETC]: exec('/a'), [`${ETC}.d/10.conf`]: '[Service]\nExecStart=\nExecStart=/b\n' },
      commands: ['/b'],
    },
    {
      why: 'has drop-ins in the order of their names, whatever their directory',
      files: {
        [ETC]: exec('/a'),
        [`${ETC}.d/50.conf`]: '[Service]\nExecStart=\nExecStart=/etc50\n',
        [`usr/lib/systemd/system/${NAME}.d/90.conf`]: '[Service]\nExecStart=\nExecStart=/usr90\n',
      },
      commands: ['/usr90'],
    },
    {
      why: 'has of drop-ins with one name that of the administrator',
      files: {
        [ETC]: exec('/a'),
        [`${ETC}.d/50.conf`]: '[Service]\nExecStart=\nExecStart=/etc\n',
        [`usr/lib/systemd/system/${NAME}.d/50.conf`]: '[Service]\nExecStart=\nExecStart=/usr\n',
      },
      commands: ['/etc'],
    },
    {
      why: 'has drop-ins for all services, and for those with its prefix',
      files: {
        [ETC]: exec('/a $A $B'),
        'etc/systemd/system/service.d/a.conf': '[Service]\nEnvironment=A=1\n',
        'etc/systemd/system/kube-.service.d/b.conf': '[Service]\nEnvironment=B=2\n',
      },
      commands: ['/a 1 2'],
    },
    {
      why: 'reads no other file of its directory',
      files: { [ETC]: exec('/a'), [`${ETC}.d/10.conf.bak`]: '[Service]\nExecStart=\nExecStart=/b\n' },
      commands: ['/a'],
    },
    {
      why: 'has variables from its files, those of a drop-in too',
      files: {
        [ETC]: `[Service]\nEnvironmentFile=/etc/default/x\nExecStart=/a $A $B\n`,
        'etc/default/x': 'A="1 2"\n',
        [`${ETC}.d/10.conf`]: '[Service]\nEnvironment="B=3 4"\n',
      },
      commands: ['/a 1 2 3 4'],
    },
    {
      why: 'has no value for what no file defines',
      files: { [ETC]: '[Service]\nEnvironmentFile=-/etc/none\nExecStart=/a $A x\n' },
      commands: ['/a x'],
    },
    {
      why: 'may have any value where a pattern names files',
      files: { [ETC]: '[Service]\nEnvironmentFile=/etc/*.env\nExecStart=/a $A\n' },
      commands: ['/a $A…'],
    },
    {
      why: 'has no value for what a drop-in takes away',
      files: {
        [ETC]: '[Service]\nEnvironment=A=1 B=2\nExecStart=/a $A $B\n',
        [`${ETC}.d/1.conf`]: '[Service]\nUnsetEnvironment=A\n',
      },
      commands: ['/a 2'],
    },
    {
      why: 'has what a later drop-in does not take away any more',
      files: {
        [ETC]: '[Service]\nEnvironment=A=1\nUnsetEnvironment=A\nExecStart=/a $A\n',
        [`${ETC}.d/1.conf`]: '[Service]\nUnsetEnvironment=\n',
      },
      commands: ['/a 1'],
    },
    {
      why: 'may have any value for what is passed, unless a file of it sets that',
      files: {
        [ETC]: '[Service]\nPassEnvironment=A B\nExecStart=/a $A $B $C\n',
        [`${ETC}.d/1.conf`]: '[Service]\nEnvironment=B=2\n',
      },
      commands: ['/a $A… 2'],
    },
    {
      why: 'passes nothing once a drop-in says so',
      files: {
        [ETC]: '[Service]\nPassEnvironment=A\nExecStart=/a $A x\n',
        [`${ETC}.d/1.conf`]: '[Service]\nPassEnvironment=\n',
      },
      commands: ['/a x'],
    },
    {
      why: 'may pass any variable with a specifier that is not known',
      files: { [ETC]: '[Service]\nPassEnvironment=%H\nExecStart=/a $A\n' },
      commands: ['/a $A…'],
    },
    ...['etc/systemd/system.conf', 'usr/lib/systemd/system.conf.d/1.conf'].map((path) => ({
      why: `may have any value for what no file defines, where ${path} has defaults`,
      files: {
        [ETC]: '[Service]\nEnvironment=B=2\nExecStart=/a $A $B\n',
        [path]: '[Manager]\nDefaultEnvironment=A=1 B=1\n',
      },
      commands: ['/a $A… 2'],
    })),
    {
      why: 'has no value for what no file defines, where the defaults are a comment',
      files: {
        [ETC]: '[Service]\nExecStart=/a $A x\n',
        'etc/systemd/system.conf': '[Manager]\n#DefaultEnvironment=\n',
      },
      commands: ['/a x'],
    },
    {
      why: 'is not certain where a drop-in of it is not UTF-8',
      files: { [ETC]: exec('/a x'), [`${ETC}.d/1.conf`]: '[Service]\nEnvironment=A=\udcff\n' },
      commands: ['/a x… …'],
    },
    {
      why: 'is unknown where a file of it cannot be read',
      files: {
        [ETC]: '[Service]\nEnvironmentFile=/etc/default\nExecStart=/a $A\n',
        'etc/default/x': '',
      },
      commands: ['/etc/default'],
    },
  ])('$why', ({ files, commands }) =>
    expect(read(files as unknown as Record<string, string>)).toEqual(commands),
  );

  test('is described by its template, unless it has a file of its own', () => {
    const template = { 'etc/systemd/system/api@.service': exec('/t') };
    expect(read(template, { name: 'api@1.service' })).toEqual(['/t']);
    const both = { ...template, 'usr/lib/systemd/system/api@1.service': exec('/own') };
    expect(read(both, { name: 'api@1.service' })).toEqual(['/own']);
  });

  test('that runs has what its process was started with, whatever the files say now', () => {
    const files = { [ETC]: '[Service]\nEnvironment=A=file\nExecStart=/a $A $B $C\n' };
    expect(read(files, { running: { A: 'process', B: 'b' } })).toEqual(['/a process b']);
  });

  test('knows the names of its environment files', () => {
    const unit = '[Service]\nEnvironmentFile=-/etc/default/%N\nExecStart=/a $A\n';
    const files = { [ETC]: unit, 'etc/default/kube-apiserver': 'A=1\n' };
    expect(read(files)).toEqual(['/a 1']);
    expect(read({ [ETC]: unit.replace('%N', '%H') })).toEqual(['/a $A…']);
  });

  test('knows the specifiers that its name gives, in values and in what is passed or taken away', () => {
    const lines = 'Environment=A=%i B=%p%% C=%H "D=%n"\nPassEnvironment=%i\nUnsetEnvironment=B=%p%%';
    const files = { 'etc/systemd/system/api@.service': `[Service]\n${lines}\nExecStart=/a $A $B $C $D $E\n` };
    expect(read(files, { name: 'api@E.service' })).toEqual(['/a E $C… api@E.service $E…']);
  });

  test('that runs has what was passed to its process', () => {
    const files = { [ETC]: '[Service]\nPassEnvironment=A B\nUnsetEnvironment=C\nExecStart=/a $A $B $C\n' };
    expect(read(files, { running: { A: 'process' } })).toEqual(['/a process']);
  });

  test('has no drop-in that is masked', () => {
    const files = { [ETC]: exec('/a'), [`${ETC}.d/1.conf`]: '->/dev/null', 'dev/null/x': '' };
    expect(read(files)).toEqual(['/a']);
  });
});
