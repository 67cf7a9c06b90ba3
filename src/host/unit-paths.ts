import { namesOf, UNIT_PATHS } from '../sources/files/systemd/unit-names.ts';
import { existsInsideRoot, type RootFiles } from './root-files.ts';

/** The file that describes a unit; undefined where there is none. */
export function unitPathOf(view: RootFiles, name: string): string | undefined {
  const paths = namesOf(name).flatMap((own) => UNIT_PATHS.map((directory) => `${directory}/${own}`));
  return paths.find((path) => existsInsideRoot(view, path));
}
