import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect } from 'vitest';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../src/reporters/${name}`, import.meta.url), 'utf8')) as object;

/** A field that the schema does not name is a defect in the tests, though a reader must put up with it. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && copy.type === 'object' ? { ...copy, additionalProperties: false } : copy;
}

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const closedSchema = closed(read('report.schema.json')) as { $id: string; $defs: object };
const validate = ajv.compile(closedSchema);
const validateFinding = ajv.compile({ $ref: `${closedSchema.$id}#/$defs/finding` });

/** Reports in a fleet may be of a version that has more fields. */
const fleetAjv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
formats.default(fleetAjv);
fleetAjv.addSchema(read('report.schema.json'));
const validateFleet = fleetAjv.compile(closed(read('fleet.schema.json')) as object);

// biome-ignore lint/suspicious/noExplicitAny: tests look into reports freely, the schema vouches for their shape
export type JsonReport = any;

/** Holds a finding in JSON against the schema. */
export function parseFinding(finding: unknown): JsonReport {
  validateFinding(finding);
  expect(validateFinding.errors ?? []).toEqual([]);
  return finding;
}

/** Parses a JSON report and holds it against the schema. */
export function parseReport(text: string): JsonReport {
  const report: unknown = JSON.parse(text);
  validate(report);
  expect(validate.errors ?? []).toEqual([]);
  return report;
}

/** Parses a merged report and holds it, and each report in it, against their schemas. */
export function parseFleet(text: string): JsonReport {
  const fleet: unknown = JSON.parse(text);
  validateFleet(fleet);
  expect(validateFleet.errors ?? []).toEqual([]);
  return fleet;
}
