/** The last value of an option by any of its names, `--name=value` or `--name value`; undefined without it. */
export function optionValue(args: readonly string[], ...names: readonly string[]): string | undefined {
  const isNamed = (text: string) => names.some((name) => text === name || text.startsWith(`${name}=`));
  const position = args.findLastIndex(isNamed);
  const text = args[position];
  return text !== undefined && names.includes(text) ? args[position + 1] : text?.replace(/^[^=]*=/, '');
}
