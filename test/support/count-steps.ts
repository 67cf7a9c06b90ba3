import { Session } from 'node:inspector';

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

// The blocks of a function are counted if it is compiled, at its first call, after this.
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/**
 * How often blocks of code are entered while something runs: calls, rounds of loops, branches. It is nearly the same each
 * time, which no time is. What functions of the engine do inside, as indexOf, is not in it.
 */
export async function countSteps(run: () => unknown): Promise<number> {
  takeSteps();
  await run();
  return takeSteps();
}

/** The steps since it was called last. */
function takeSteps(): number {
  let steps = 0;
  session.post('Profiler.takePreciseCoverage', (error, { result }: Coverage) => {
    if (error) throw error;
    steps = result
      .filter(({ url }) => !url.startsWith('node:'))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0);
  });
  return steps;
}
