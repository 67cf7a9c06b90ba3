import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from './bundled-packages.js';
import { RUNTIMES, VERSION } from './runtimes.js';

/**
 * Writes what the executables are made of, in CycloneDX: the packages of which something is in the bundle, and the
 * runtimes, one of which is in each.
 *
 * @param {string} root the repository @param {string} file
 */
export function writeBillOfMaterials(root, file) {
  const generator = join(root, 'node_modules', '.bin', 'cyclonedx-npm');
  const options = [
    '--omit',
    'dev',
    '--output-reproducible',
    '--mc-type',
    'application',
    '--output-file',
    file,
  ];
  execFileSync(generator, options, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const bill = JSON.parse(readFileSync(file, 'utf8'));
  const bundled = new Set(bundledPackages(root));
  /** @type {{ 'bom-ref': string, group?: string, name: string }[]} */
  const all = bill.components;
  bill.components = all.filter(({ group, name }) => bundled.has(group ? `${group}/${name}` : name));
  const kept = new Set([...bill.components.map(refOf), bill.metadata.component['bom-ref']]);
  /** @type {{ ref: string, dependsOn?: string[] }[]} */
  const graph = bill.dependencies;
  bill.dependencies = graph
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => kept.has(each)) }));
  const runtimes = Object.values(RUNTIMES).map(toComponent);
  bill.components.push(...runtimes);
  const own = bill.metadata.component['bom-ref'];
  for (const dependency of bill.dependencies) {
    if (dependency.ref === own)
      dependency.dependsOn = [...(dependency.dependsOn ?? []), ...runtimes.map(refOf)].sort();
  }
  bill.dependencies.push(...runtimes.map((runtime) => ({ ref: refOf(runtime) })));
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
}

/** @param {{ 'bom-ref': string }} component */
function refOf(component) {
  return component['bom-ref'];
}

/** @param {(typeof RUNTIMES)[string]} runtime */
function toComponent({ name, integrity }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${VERSION}`;
  return {
    type: 'platform',
    'bom-ref': purl,
    name,
    version: VERSION,
    description: 'The runtime that is inside the executable',
    licenses: [{ license: { id: 'MIT' } }],
    purl,
    hashes: [
      { alg: 'SHA-512', content: Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex') },
    ],
  };
}
