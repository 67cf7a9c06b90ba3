import { fileURLToPath } from 'node:url';

/** NODE_OPTIONS that preload a module of the directory beside this file. */
export function preload(
  name: 'log-file-access' | 'log-modules' | 'log-usage' | 'throw-in-readdir' | 'throw-later',
): {
  NODE_OPTIONS: string;
} {
  return { NODE_OPTIONS: `--import=${fileURLToPath(new URL(`./preload/${name}.mjs`, import.meta.url))}` };
}
