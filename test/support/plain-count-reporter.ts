import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with one plain line that any CI can read, after the reason of each test that failed or was skipped. */
export class PlainCountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0) {
        count.failed += 1;
        write('failed', module.relativeModuleId, module.errors()[0]?.message);
      }
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

function write(state: string, name: string, reason = 'no reason given'): void {
  process.stdout.write(`${state}: ${name.replaceAll('\n', ' ')}: ${reason.split('\n', 1)[0]}\n`);
}
