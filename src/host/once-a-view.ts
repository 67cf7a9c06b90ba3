import type { Problem } from '../model/problem.ts';
import type { RootFiles } from './inside-root.ts';

type Read<Names extends readonly string[], T> = (view: RootFiles, problems: Problem[], ...names: Names) => T;

/** `read`, once for a view and names: thousands of processes may ask for the same. Each is told its problems. */
export function onceAView<Names extends readonly string[], T>(read: Read<Names, T>): Read<Names, T> {
  const known = new WeakMap<RootFiles, Map<string, { readonly value: T; readonly problems: Problem[] }>>();
  return (view, problems, ...names) => {
    const ofView = known.get(view) ?? new Map();
    known.set(view, ofView);
    const key = names.join('\0');
    const found = ofView.get(key) ?? reading(view, names);
    ofView.set(key, found);
    problems.push(...found.problems);
    return found.value;
  };

  function reading(view: RootFiles, names: Names) {
    const problems: Problem[] = [];
    return { value: read(view, problems, ...names), problems };
  }
}
