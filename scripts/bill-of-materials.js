import { bundledPackages } from './bundled-packages.js';
import { RUNTIMES, VERSION } from './runtimes.js';

/**
 * What the executables are made of, as a document of CycloneDX: the packages of which something is in the bundle, and
 * the runtimes, one of which is in each. See https://cyclonedx.org/docs/1.6/json/
 *
 * @param {string} root the repository, built
 */
export function billOfMaterials(root) {
  const [tool, ...packages] = bundledPackages(root);
  const runtimes = Object.values(RUNTIMES).map(({ name, integrity }) =>
    toComponent('platform', { name, version: VERSION, license: 'MIT', integrity }),
  );
  const refs = new Map([tool, ...packages].map((each) => [each.path, refOf(each)]));
  const dependencies = [tool, ...packages].map((each) => ({
    ref: refOf(each),
    dependsOn: [
      ...each.dependsOn.map((path) => refs.get(path)),
      ...(each === tool ? runtimes.map((runtime) => runtime['bom-ref']) : []),
    ],
  }));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: toComponent('application', tool) },
    components: [...packages.map((each) => toComponent('library', each)), ...runtimes],
    dependencies: [...dependencies, ...runtimes.map((runtime) => ({ ref: runtime['bom-ref'] }))],
  };
}

/** @param {{ name: string, version: string }} component its address: https://github.com/package-url/purl-spec */
function refOf({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/**
 * @param {string} type
 * @param {{ name: string, version: string, license: string, integrity?: string }} described
 */
function toComponent(type, { name, version, license, integrity }) {
  const purl = refOf({ name, version });
  return {
    type,
    'bom-ref': purl,
    name,
    version,
    licenses: [{ expression: license }],
    purl,
    ...(integrity && {
      hashes: [
        { alg: 'SHA-512', content: Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex') },
      ],
    }),
  };
}
