import { basename } from '../model/argument.ts';
import type { WrittenInvocation } from '../sources/files/file-format.ts';
import { type SourceFile, toSourceFile } from '../sources/files/source-file.ts';
import { type Environment, environmentOf, withSpecifiers } from '../sources/files/systemd/environment.ts';
import { readAssignments } from '../sources/files/systemd/lines.ts';
import { readService, serviceOf } from '../sources/files/systemd/unit.ts';
import { dropInNames, namesOf, UNIT_PATHS } from '../sources/files/systemd/unit-names.ts';
import { cachedPerView, ifThere, namesIfDirectory, readTextInsideRoot, textIfFile } from './host-files.ts';
import { existsInsideRoot, type RootFiles } from './root-files.ts';

/** A service as systemd puts it together from its unit file and drop-ins. */
export interface SystemdUnit {
  /** The unit file, its drop-ins in the order they count, and its environment files. */
  readonly files: readonly SourceFile[];
  /** The directories of drop-ins that are there. */
  readonly directories: readonly { readonly path: string }[];
  readonly commands: readonly WrittenInvocation[];
  readonly environment: Environment;
}

/**
 * Undefined if there is no unit file by that name. The view notes what cannot be read.
 *
 * @param running the environment of the running service, which counts before the files; without it they are what
 *   a restart will read
 */
export function readMergedUnit(
  view: RootFiles,
  name: string,
  running: ReadonlyMap<string, string> | undefined,
): SystemdUnit | undefined {
  const path = unitPathOf(view, name);
  if (path === undefined) return undefined;
  const unit = readUnitFile(view, path);
  const directories = dropInDirectories(view, name);
  const files = [...unit, ...readDropIns(view, directories)];
  const service = files.flatMap((file) => serviceOf(readAssignments(file)) ?? []);
  const readBeside = (written: string) => {
    const file = withSpecifiers(written, name);
    const before = view.problems.length;
    const text = file && ifThere(view, file, () => readTextInsideRoot(view, file));
    if (text) files.push(text);
    // A file that is not there defines nothing.
    return file === undefined || view.problems.length > before ? undefined : text || toSourceFile(file, '');
  };
  const hasDefaults = running === undefined && definesDefaults(view);
  const options = { unit: name, ...(!hasDefaults && { undefinedIs: { text: '' } }) };
  const known = environmentOf(service, readBeside, options);
  const environment: Environment = (variable) => {
    const defined = known(variable);
    const value = running?.get(variable);
    if (running === undefined) return defined;
    // Of a value that still is the one in the files, the place is known.
    return defined && value === defined.text ? defined : { text: value ?? '' };
  };
  return { files, directories, commands: readService(service, name, environment), environment };
}

/** A service as it will be after a restart; undefined if there is no unit file by that name. */
export const readUnit = cachedPerView((view, name: string) => readMergedUnit(view, name, undefined));

/** The services that have unit files. */
export function serviceNames(view: RootFiles): string[] {
  const names = UNIT_PATHS.flatMap((directory) => namesIfDirectory(view, directory) ?? []);
  return [...new Set(names.filter((name) => name.endsWith('.service')))];
}

/** What is not a regular file, such as a link to /dev/null, masks the unit: it starts nothing. */
function readUnitFile(view: RootFiles, path: string): SourceFile[] {
  const file = textIfFile(view, path);
  return file === undefined ? [] : [file];
}

interface DropInDirectory {
  readonly path: string;
  readonly names: readonly string[];
}

/** Those that are there, in the order of precedence. */
function dropInDirectories(view: RootFiles, name: string): DropInDirectory[] {
  return UNIT_PATHS.flatMap((directory) => dropInNames(name).map((own) => `${directory}/${own}`)).flatMap(
    (path) => {
      const names = namesIfDirectory(view, path);
      return names === undefined ? [] : [{ path, names }];
    },
  );
}

/** Of drop-ins with one name the first counts; those that count go by their names. An empty one removes the others of its name. */
function readDropIns(view: RootFiles, directories: readonly DropInDirectory[]): SourceFile[] {
  const paths = new Map<string, string>();
  for (const { path, names } of directories) {
    for (const name of names.filter((each) => each.endsWith('.conf') && !each.startsWith('.'))) {
      if (!paths.has(name)) paths.set(name, `${path}/${name}`);
    }
  }
  return [...paths.values()]
    .sort((a, b) => (basename(a) < basename(b) ? -1 : 1))
    .flatMap((path) => readUnitFile(view, path));
}

/** The file that describes a unit; undefined where there is none. */
function unitPathOf(view: RootFiles, name: string): string | undefined {
  const paths = namesOf(name).flatMap((own) => UNIT_PATHS.map((directory) => `${directory}/${own}`));
  return paths.find((path) => existsInsideRoot(view, path));
}

const CONFIGURATIONS = ['/etc', '/run', '/usr/local/lib', '/usr/lib', '/lib'];
const COMMENT = /^[ \t]*[#;]/;

/** Whether systemd itself may have variables for every service: `DefaultEnvironment=`. `man systemd-system.conf` */
const definesDefaults = cachedPerView((view) =>
  CONFIGURATIONS.some((directory) => {
    const main = `${directory}/systemd/system.conf`;
    const names = namesIfDirectory(view, `${main}.d`) ?? [];
    const dropIns = names.filter((name) => name.endsWith('.conf')).map((name) => `${main}.d/${name}`);
    return [main, ...dropIns].some((path) => hasDefaults(textIfFile(view, path)?.text ?? ''));
  }),
);

function hasDefaults(text: string): boolean {
  return text.split(/[\n\r]/).some((line) => line.includes('DefaultEnvironment') && !COMMENT.test(line));
}
