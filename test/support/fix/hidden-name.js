/** Prints the name of a hidden file for a name, as a process that is dead afterwards. Arguments: the built tool, the name. */
const [dist = '', name = ''] = process.argv.slice(2);
const { hiddenName } = await import(`${dist}/replace/hidden-name.js`);
process.stdout.write(hiddenName(name));
