/**
 * A text with its specifiers replaced: `%%`, and those that the name of a unit gives; undefined with others. `man systemd.unit`
 *
 * @param unit such as `api@1.service`; without it no name is known
 */
export function withSpecifiers(text: string, unit?: string): string | undefined {
  const values = valuesOf(unit);
  let isKnown = true;
  const replaced = text.replace(/%([A-Za-z%])/g, (_, letter: string) => {
    const value = values.get(letter);
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  return isKnown ? replaced : undefined;
}

function valuesOf(unit: string | undefined): ReadonlyMap<string, string> {
  if (unit === undefined) return new Map([['%', '%']]);
  const name = unit.replace(/\.service$/, '');
  const at = name.indexOf('@');
  return new Map([
    ['%', '%'],
    ['n', unit],
    ['N', name],
    ['p', at === -1 ? name : name.slice(0, at)],
    ['i', at === -1 ? '' : name.slice(at + 1)],
  ]);
}
