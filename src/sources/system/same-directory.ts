import { statSync } from 'node:fs';

/** Whether two paths are the same directory. Throws the system's error. */
export function isSameDirectory(path: string, other: string): boolean {
  const [one, two] = [statSync(path), statSync(other)];
  return one.dev === two.dev && one.ino === two.ino;
}
