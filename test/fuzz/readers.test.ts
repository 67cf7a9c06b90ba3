import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scan } from '../../src/model/discovery.ts';
import { printable } from '../../src/model/printable.ts';
import { AuditError } from '../../src/model/problem.ts';
import type { Report } from '../../src/model/report.ts';
import { json } from '../../src/reporters/json.ts';
import { readKubeliteArguments } from '../../src/sources/files/formats/argument-file.ts';
import { INPUT_FORMATS } from '../../src/sources/files/input-formats.ts';
import { readFiles } from '../../src/sources/files/read-files.ts';
import { toSourceFile } from '../../src/sources/files/source-file.ts';
import { parseCgroup } from '../../src/sources/processes/cgroup.ts';
import { readProcessList } from '../../src/sources/processes/process-list.ts';
import { auditTree } from '../support/audit-tree.ts';
import { fixtureTexts, fuzzing, mutated, mutations } from '../support/fuzzing.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { reportOn } from '../support/reports.ts';

/** Every text in a value that was parsed from JSON. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The report has the published shape, and no text in it can harm a terminal. */
function expectSound(report: Report): void {
  const parsed = parseReport(json(report, { exitStatus: 0, isVerbose: true, isColoured: false }));
  const texts = textsIn({ findings: parsed.findings, problems: parsed.problems, examined: parsed.examined });
  expect(texts.filter((text) => printable(text) !== text)).toEqual([]);
}

function audited(found: Scan): Report {
  return reportOn(found, { host: null });
}

/** What `read` gives; undefined where it refuses its input as it should. */
function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    expect([error.message, error.hint].every((text) => text !== '')).toBe(true);
    return undefined;
  }
}

const files = fixtureTexts('files');
const file = fc.constantFrom(...files);

const COMMANDS = [
  '/sbin/init',
  '/usr/local/bin/kube-apiserver --etcd-servers=x --kubelet-https=false',
  'k3s server',
];
const listOf = (header: string, columns: string) =>
  [header, ...COMMANDS.map((command) => `${columns} ${command}`)].filter((line) => line !== '').join('\n');
const LISTS = [
  listOf(
    'UID        PID  PPID  C STIME TTY          TIME CMD',
    'root      4242     1 12 Nov23 ?        1-02:03:04',
  ),
  listOf('', 'root      4242  5.1  2.3 1104096 411436 ?     Ssl  09:43   1:02'),
  listOf('    PID COMMAND', '   4242'),
  listOf('[root@node ~]# ps axl', '4     0  4242     1  20   0 1112040 287896 futex_ Ssl ?       746:39'),
  listOf('', '    0 Ssl   \\_'),
  listOf('', '').replaceAll('\n ', '\n'),
];

describe('whatever is written', () => {
  const fuzz = fuzzing(1500);

  test('in a file, the audit of it ends with a sound report', { timeout: fuzz.timeout }, async () => {
    const directory = temporaryDirectory();
    const property = fc.asyncProperty(
      file,
      mutations,
      fc.boolean(),
      fc.constantFrom(undefined, undefined, undefined, ...INPUT_FORMATS),
      fc.constantFrom('utf8', 'utf8', 'latin1', 'utf16le'),
      async ([path, text], changes, isNamed, input, encoding) => {
        const target = join(directory, basename(path));
        const mark = encoding === 'utf16le' ? '\ufeff' : '';
        writeFileSync(target, mark + mutated(text, changes), { encoding });
        const targets = [isNamed ? target : directory];
        const found = await readFiles(targets, { input, stdin: undefined, onProgress: () => {} });
        expectSound(audited(found));
        writeFileSync(target, '');
      },
    );
    await fc.assert(property, fuzz.parameters);
  });

  test('on standard input, it ends with a sound report', { timeout: fuzz.timeout }, async () => {
    const property = fc.asyncProperty(file, mutations, async ([, text], changes) => {
      const stdin = Buffer.from(mutated(text, changes));
      expectSound(audited(await readFiles(['-'], { input: undefined, stdin, onProgress: () => {} })));
    });
    await fc.assert(property, fuzz.parameters);
  });

  test('in a process list, it ends with a sound report or is refused', { timeout: fuzz.timeout }, () => {
    const property = fc.property(fc.constantFrom(...LISTS), mutations, (text, changes) => {
      const found = unlessRefused(() => readProcessList(Buffer.from(mutated(text, changes)), 'ps.txt'));
      if (found) expectSound(audited(found));
    });
    fc.assert(property, fuzz.parameters);
  });

  test('in the argument list of a process, it is judged', { timeout: fuzz.timeout }, () => {
    const words = files.flatMap(([, text]) => text.split(/\s+/).slice(0, 40));
    const argv = fc.array(
      fc.tuple(fc.constantFrom('kube-apiserver', 'k3s', 'kubelite', ...words), mutations),
      {
        maxLength: 12,
      },
    );
    const property = fc.property(argv, fc.string({ unit: 'binary' }), (given, executable) => {
      const texts = given.map(([word, changes]) => mutated(word, changes));
      const invocation = {
        origin: { kind: 'process', pid: 7, uid: 0, executable },
        arguments: texts.map((text, index) => ({ text, index })),
        boundaries: 'kept',
      } as const;
      expectSound(reportOn({ invocations: [invocation] }));
    });
    fc.assert(property, fuzz.parameters);
  });

  test('in /proc/PID/cgroup or a file of arguments, it is read', { timeout: fuzz.timeout }, () => {
    const CGROUP =
      '12:pids:/kubepods/burstable/pod0123456789abcdef0123456789abcdef/x\n0::/system.slice/k3s.service\n';
    const ARGUMENTS = '--etcd-servers="unix:///x"\n--kubelet-https=$X\n$Y\n';
    const property = fc.property(mutations, mutations, fc.string({ unit: 'binary' }), (one, other, value) => {
      const { unit, containerId, podUid } = parseCgroup(mutated(CGROUP, one));
      expect([unit, containerId, podUid].filter((id) => id !== null && id.length === 0)).toEqual([]);
      const environment = new Map([['X', value]]);
      expect(
        readKubeliteArguments(toSourceFile('x', mutated(ARGUMENTS, other)), environment).every(
          ({ start, end }) => start <= end,
        ),
      ).toBe(true);
    });
    fc.assert(property, fuzz.parameters);
  });
});

describe('whatever the files of a host hold', () => {
  const fuzz = fuzzing(150);
  const COMMAND = ['kube-apiserver', '--etcd-servers=x', '--kubelet-https=true'];
  const HOST_FILES = [
    'etc/kubernetes/manifests/kube-apiserver.yaml',
    'etc/rancher/k3s/config.yaml',
    'etc/rancher/k3s/config.yaml.d/a.yaml',
    'etc/systemd/system/k3s.service',
    'etc/systemd/system/k3s.service.d/b.conf',
    'var/snap/microk8s/current/args/kube-apiserver',
    'etc/k0s/k0s.yaml',
  ];

  test('its audit ends with a sound report', { timeout: fuzz.timeout }, async () => {
    const written = fc.array(fc.tuple(fc.constantFrom(...HOST_FILES), file, mutations), { maxLength: 5 });
    const property = fc.asyncProperty(written, async (given) => {
      const tree = Object.fromEntries(
        given.map(([path, [, text], changes]) => [path, mutated(text, changes)]),
      );
      const report = await auditTree(
        [
          { pid: 1, cmdline: COMMAND, exe: '/usr/local/bin/kube-apiserver', uid: 0 },
          { pid: 2, cmdline: ['/usr/local/bin/k3s server'], exe: '/usr/local/bin/k3s', uid: 0 },
          { pid: 3, cmdline: ['/snap/microk8s/1/kubelite'], exe: '/snap/microk8s/1/kubelite', uid: 0 },
          {
            pid: 4,
            cmdline: ['/var/lib/k0s/bin/kube-apiserver'],
            exe: '/var/lib/k0s/bin/kube-apiserver',
            uid: 0,
          },
        ],
        tree,
      );
      expectSound(report);
      expect(report.findings.map(({ origin }) => origin.kind === 'process' && origin.pid)).toContain(1);
    });
    await fc.assert(property, fuzz.parameters);
  });
});
