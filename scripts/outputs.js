import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const NAME = 'kubelet-https-audit';
export const NOTICES = 'THIRD-PARTY-NOTICES.txt';
const SUMS = 'SHA256SUMS';

/** The files of a build that are given to users, sorted. @param {string} build the directory */
function outputs(build) {
  return readdirSync(build)
    .filter((name) => name.startsWith(NAME) || name === NOTICES)
    .sort();
}

/** What was built before may not belong to what is built now. @param {string} build */
export function removeOutputs(build) {
  for (const name of [...outputs(build), SUMS]) rmSync(join(build, name), { force: true });
}

/** Their checksums, beside them. @param {string} build */
export function writeSums(build) {
  writeFileSync(join(build, SUMS), execFileSync('sha256sum', outputs(build), { cwd: build }));
}
