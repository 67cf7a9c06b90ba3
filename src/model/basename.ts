/** What follows the last slash of a path. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
