import type { RootView } from './in-view.ts';
import { existsInView } from './root-view.ts';

/** Where systemd looks for units, the first that has one wins. `man systemd.unit` */
export const UNIT_PATHS = [
  '/etc/systemd/system.control',
  '/run/systemd/system.control',
  '/run/systemd/transient',
  '/run/systemd/generator.early',
  '/etc/systemd/system',
  '/etc/systemd/system.attached',
  '/run/systemd/system',
  '/run/systemd/system.attached',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
  '/run/systemd/generator.late',
];

/** The file that describes a unit; undefined where there is none. */
export function unitPathOf(view: RootView, name: string): string | undefined {
  const paths = namesOf(name).flatMap((own) => UNIT_PATHS.map((directory) => `${directory}/${own}`));
  return paths.find((path) => existsInView(view, path));
}

/** `name@instance.service` is described by `name@.service` unless it has a file of its own. */
export function namesOf(name: string): string[] {
  const template = name.replace(/@[^@]+(?=\.service$)/, '@');
  return template === name ? [name] : [name, template];
}
