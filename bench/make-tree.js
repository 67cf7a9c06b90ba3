import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { manifest } from './manifest.js';

const API_SERVERS = 10;
const FILES_A_DIRECTORY = 20;

/**
 * A tree of files as in a repository of manifests: each of 4 KB, ten of them API servers, and no other mentions one.
 *
 * @param {string} directory made by this; it goes with the directory above it
 * @param {number} count
 * @param {{ signal: AbortSignal }} options
 */
export async function makeTree(directory, count, { signal }) {
  const distance = Math.floor(count / API_SERVERS);
  for (let index = 0; index < count; index += 1) {
    const number = Math.floor(index / FILES_A_DIRECTORY);
    const folder = join(directory, `team-${number % 7}`, `app-${number}`);
    if (index % FILES_A_DIRECTORY === 0) mkdirSync(folder, { recursive: true });
    const isApiServer = index % distance === 0 && index < distance * API_SERVERS;
    const { name, text } = manifest(index, isApiServer);
    writeFileSync(join(folder, name), text);
    // An interrupt has to get its chance.
    if (index % 100 === 0) await setImmediate(undefined, { signal });
  }
}
