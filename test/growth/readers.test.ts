import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../src/model/invocation.ts';
import { AuditError } from '../../src/model/problem.ts';
import { text as textReport } from '../../src/reporters/text.ts';
import { readKubeliteArguments } from '../../src/sources/files/formats/argument-file.ts';
import { readFile } from '../../src/sources/files/read-file.ts';
import { toSourceFile } from '../../src/sources/files/source-file.ts';
import { readProcessList } from '../../src/sources/processes/process-list.ts';
import { UnreadableFile } from '../../src/sources/system/descriptors.ts';
import { countSteps } from '../support/count-steps.ts';
import { reportOn } from '../support/reports.ts';
import {
  ARGUMENT_FILES,
  COMMAND_LINES,
  ENVIRONMENT_FILES,
  HOST_CONFIGS,
  type HostileText,
  LOGS,
  PASTED_UNITS,
  PROCESS_LISTS,
  SCRIPTS,
  UNITS,
  YAML_TEXTS,
} from './hostile-texts.ts';

const SMALL = 200;
const TIMES = 10;
/** Linear would be ten times as many, or fewer where something is done once. */
const MAX_TIMES = 12;

type Run = (text: string) => void;

async function expectLinear(make: HostileText, run: Run): Promise<void> {
  const [small, large] = [make(SMALL), make(SMALL * TIMES)];
  // What is made once is made here.
  run(small);
  const few = await countSteps(() => run(small));
  const many = await countSteps(() => run(large));
  expect(few).toBeGreaterThan(0);
  expect(many / few).toBeLessThanOrEqual(MAX_TIMES);
}

function audit(invocations: readonly Invocation[]): void {
  const report = reportOn({ invocations });
  textReport(report, { exitStatus: 0, isColoured: false, isVerbose: true });
}

const auditFile = (path: string) => (text: string) => {
  unlessRefused(() =>
    audit(readFile(toSourceFile(path, text), () => undefined, undefined).invocations ?? []),
  );
};

function unlessRefused(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof AuditError || error instanceof UnreadableFile)) throw error;
  }
}

const auditWith = (environment: string) => {
  const beside = toSourceFile('/etc/default/a', environment);
  const unit = `[Service]\nEnvironmentFile=/etc/default/a\nExecStart=kube-apiserver $A \${A}\n`;
  audit(readFile(toSourceFile('a.service', unit), () => beside, undefined).invocations ?? []);
};

const auditAlone = (environment: string) => {
  for (const before of ['KUBE_API_ARGS="--v=2"\n', 'export KUBE_API_ARGS=--kubelet-https \\\n'])
    audit(readFile(toSourceFile('a', before + environment), () => undefined, undefined).invocations ?? []);
};

const READERS: readonly [what: string, texts: Readonly<Record<string, HostileText>>, run: Run][] = [
  ['YAML', YAML_TEXTS, auditFile('a.yaml')],
  ['the configuration of a host', HOST_CONFIGS, auditFile('a.yaml')],
  ['a unit', UNITS, auditFile('a.service')],
  ['pasted units', PASTED_UNITS, auditFile('-')],
  ['an environment file', ENVIRONMENT_FILES, auditWith],
  ['an environment file alone', ENVIRONMENT_FILES, auditAlone],
  ['a script', SCRIPTS, auditFile('a.yaml')],
  ['an argument file', ARGUMENT_FILES, auditFile('kube-apiserver')],
  ['a command line', COMMAND_LINES, auditFile('cmdline')],
  ['a log', LOGS, auditFile('a.log')],
  [
    'the arguments of kubelite',
    ARGUMENT_FILES,
    (text) => unlessRefused(() => readKubeliteArguments(toSourceFile('a', text), new Map([['X', text]]))),
  ],
  ['a process list', PROCESS_LISTS, (text) => audit(readProcessList(Buffer.from(text), 'a').invocations)],
];

describe.each(READERS)(
  'ten times the input takes no more than twelve times the steps in %s of',
  (_, texts, run) => {
    test.each(Object.entries(texts))('%s', async (_why, make) => {
      await expectLinear(make, run);
    });
  },
);

test('the check finds what is quadratic', async () => {
  const run = (text: string) => {
    for (const _ of text) for (const _other of text) Math.abs(1);
  };
  await expect(expectLinear((n) => 'x'.repeat(n), run)).rejects.toThrow();
});
