import { namesOf, UNIT_PATHS } from '../files/unit-names.ts';
import type { RootView } from './in-view.ts';
import { existsInView } from './root-view.ts';

/** The file that describes a unit; undefined where there is none. */
export function unitPathOf(view: RootView, name: string): string | undefined {
  const paths = namesOf(name).flatMap((own) => UNIT_PATHS.map((directory) => `${directory}/${own}`));
  return paths.find((path) => existsInView(view, path));
}
