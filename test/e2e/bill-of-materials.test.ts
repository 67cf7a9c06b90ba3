import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { billOfMaterials } from '../../scripts/bill-of-materials.js';
import { REPOSITORY } from '../support/run-bin.ts';

test('the bill of materials keeps to the schema of CycloneDX and names every dependency', () => {
  const library = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json');
  const schema = (name: string) =>
    JSON.parse(readFileSync(join(dirname(library), 'res/schema', name), 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const others = ['spdx', 'jsf-0.82', 'cryptography-defs'].map((name) => `${name}.SNAPSHOT.schema.json`);
  for (const name of others) ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}`);
  const validate = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));
  const bill = billOfMaterials(REPOSITORY);
  validate(bill);
  expect(validate.errors).toBe(null);
  validate({ ...bill, components: [{ name: 'without a type' }] });
  expect(validate.errors).not.toBe(null);
  const names = bill.components.map(({ name }) => name);
  const { dependencies } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
  expect(names).toEqual(expect.arrayContaining([...Object.keys(dependencies), '@oven/bun-linux-aarch64']));
  expect(bill.components.every(({ hashes }) => hashes?.[0]?.content?.length === 128)).toBe(true);
});
