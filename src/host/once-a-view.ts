import type { Problem } from '../model/problem.ts';
import { withProblems } from './host-files.ts';
import type { RootFiles } from './root-files.ts';

type Read<Names extends readonly string[], T> = (view: RootFiles, ...names: Names) => T;

/** `read`, once for a view and names: thousands of processes may ask for the same. Its problems are noted each time. */
export function onceAView<Names extends readonly string[], T>(read: Read<Names, T>): Read<Names, T> {
  const known = new WeakMap<RootFiles, Map<string, { readonly value: T; readonly problems: Problem[] }>>();
  return (view, ...names) => {
    const ofView = known.get(view) ?? new Map();
    known.set(view, ofView);
    const key = names.join('\0');
    const found = ofView.get(key) ?? withProblems(view, () => read(view, ...names));
    ofView.set(key, found);
    view.problems.push(...found.problems);
    return found.value;
  };
}
