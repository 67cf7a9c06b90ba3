import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/kubelet-https-audit.js', import.meta.url));
/** A host with a server that passes, and what makes a report long. */
const HOST = fileURLToPath(new URL('../test/fixtures/hosts/rke2/drift', import.meta.url));
const A_CLUSTER = 3;

/**
 * Makes the reports of so many hosts, three to a cluster, from the report of one.
 *
 * @param {number} count
 * @param {string} directory
 * @returns {number} how many hosts pass
 */
export function makeReports(count, directory) {
  const report = execFileSync(process.execPath, [BIN, '--root', HOST, '--format', 'json'], {
    encoding: 'utf8',
  });
  for (let index = 0; index < count; index += 1) {
    const own = {
      ...JSON.parse(report),
      host: `cp-${index % A_CLUSTER}`,
      cluster: `prod-${Math.floor(index / A_CLUSTER)}`,
    };
    writeFileSync(join(directory, `${index}.json`), `${JSON.stringify(own, undefined, 2)}\n`);
  }
  return count;
}
