import type { Reporter, TestModule } from 'vitest/node';
import { printable } from '../../src/model/printable.ts';

/** What has errors that no test has: those of its hooks, of its imports, or of a run. */
interface Failing {
  readonly where: string;
  readonly errors: readonly { readonly message: string }[];
}

/** Ends a run with one plain line that any CI can read, after the reason of each test that failed or was skipped. */
export class PlainCountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: Failing['errors']): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const { where, errors: own } of [...modules.flatMap(outsideTests), { where: 'the run', errors }]) {
      count.failed += own.length;
      for (const { message } of own) write('failed', where, message);
    }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'pending') continue;
        count[result.state] += 1;
        if (result.state === 'skipped') write('skipped', test.fullName, result.note);
        if (result.state === 'failed') {
          write('failed', `${module.relativeModuleId}: ${test.fullName}`, result.errors[0]?.message);
        }
      }
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`);
  }
}

function outsideTests(module: TestModule): Failing[] {
  return [
    { where: module.relativeModuleId, errors: module.errors() },
    ...[...module.children.allSuites()].map((suite) => ({
      where: `${module.relativeModuleId}: ${suite.fullName}`,
      errors: suite.errors(),
    })),
  ];
}

function write(state: string, name: string, text = ''): void {
  const reason = text.split('\n').find((line) => line.trim() !== '') ?? 'no reason given';
  process.stdout.write(`${state}: ${printable(name.replaceAll('\n', ' '))}: ${printable(reason)}\n`);
}
