import { bundledPackages } from './bundled-packages.js';
import { RUNTIMES, VERSION } from './runtimes.js';

/**
 * What the executables are made of, as a document of CycloneDX: the packages of which something is in the bundle, and
 * the runtimes, one of which is in each; in the image, glibc as well. See https://cyclonedx.org/docs/1.6/json/
 *
 * @param {string} root the repository, built
 * @param {typeof import('./glibc.js').GLIBC} [glibc]
 */
export function billOfMaterials(root, glibc) {
  const [tool, ...packages] = bundledPackages(root);
  const runtimes = Object.values(RUNTIMES).map(({ name, integrity }) =>
    toComponent('platform', { name, version: VERSION, license: 'MIT', integrity }),
  );
  const libraries = glibc ? Object.keys(glibc.sha256).map((name) => ofDebian(glibc, name)) : [];
  const refs = new Map([tool, ...packages].map((each) => [each.path, refOf(each)]));
  const dependencies = [tool, ...packages].map((each) => ({
    ref: refOf(each),
    dependsOn: [
      ...each.dependsOn.map((path) => refs.get(path)),
      ...(each === tool ? [...runtimes, ...libraries].map((part) => part['bom-ref']) : []),
    ],
  }));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: toComponent('application', tool) },
    components: [...packages.map((each) => toComponent('library', each)), ...runtimes, ...libraries],
    dependencies: [...dependencies, ...[...runtimes, ...libraries].map((part) => ({ ref: part['bom-ref'] }))],
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

/**
 * Of each architecture is one in the image.
 *
 * @param {typeof import('./glibc.js').GLIBC} glibc
 * @param {string} architecture
 */
function ofDebian({ name, version, license, sha256 }, architecture) {
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=bookworm`;
  const content = Object.entries(sha256).find(([key]) => key === architecture)?.[1];
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    licenses: [{ expression: license }],
    purl,
    hashes: [{ alg: 'SHA-256', content }],
  };
}
