import type { FleetProblem } from '../model/fleet.ts';

/** Of one kind in one file, so many are listed and the others counted. */
const MOST = 100;
const MORE = /^has (\d{1,9}) more problems of this kind$/;

/** Problems, each once. */
export class ProblemList {
  readonly #kinds = new Map<string, Kind>();

  get all(): readonly FleetProblem[] {
    return [...this.#kinds.values()].flatMap(({ listed, more }) => {
      const [first] = listed.values();
      if (more === 0 || first === undefined) return [...listed.values()];
      return [
        ...listed.values(),
        { ...first, line: null, message: `has ${more} more problems of this kind` },
      ];
    });
  }

  add(problem: FleetProblem): void {
    const key = JSON.stringify([problem.code, problem.path]);
    const kind = this.#kinds.get(key) ?? { listed: new Map(), more: 0, counted: new Set() };
    this.#kinds.set(key, kind);
    const text = JSON.stringify(problem);
    const [, counted] = MORE.exec(problem.message) ?? [];
    if (counted !== undefined) {
      // An earlier merge counted them, and may be read twice.
      if (!kind.counted.has(text)) kind.more += Number(counted);
      kind.counted.add(text);
    } else if (kind.listed.size < MOST || kind.listed.has(text)) kind.listed.set(text, problem);
    else kind.more += 1;
  }
}

interface Kind {
  readonly listed: Map<string, FleetProblem>;
  more: number;
  readonly counted: Set<string>;
}
