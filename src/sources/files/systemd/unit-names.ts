/** Where systemd looks for units; the first match wins. See `man systemd.unit`. */
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

/** `name@instance.service` is described by `name@.service` unless it has a file of its own. */
export function namesOf(name: string): string[] {
  const template = name.replace(/@[^@]+(?=\.service$)/, '@');
  return template === name ? [name] : [name, template];
}

/** The directories of its drop-ins, the most specific first: `a-b.service.d`, `a-.service.d`, `service.d`. */
export function dropInNames(name: string): string[] {
  const dashes = name.endsWith('.service') ? [...name.matchAll(/-/g)] : [];
  const prefixes = dashes.map(({ index }) => name.slice(0, index + 1));
  return [...namesOf(name), ...prefixes.reverse().map((prefix) => `${prefix}.service`), 'service'].map(
    (own) => `${own}.d`,
  );
}
