import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TOOL } from '../../src/model/report.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test('the version is that of the package and the newest of the changelog', () => {
  expect(JSON.parse(read('package.json'))).toMatchObject(TOOL);
  expect(/^## (\d\S*)/m.exec(read('CHANGELOG.md'))?.[1]).toBe(TOOL.version);
});
