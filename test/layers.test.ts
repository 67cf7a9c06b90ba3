import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

interface Layer {
  /** Layers it may import besides itself. */
  readonly layers: readonly string[];
  /** Packages and built-in modules of Node.js that it may import. */
  readonly modules: readonly string[];
  readonly why: string;
}

const LAYERS: Readonly<Record<string, Layer>> = {
  model: { layers: [], modules: [], why: 'the words of the domain depend on nothing' },
  sources: {
    layers: ['model'],
    modules: ['node:fs', 'node:path', 'node:buffer', 'node:stream', 'ps-list', 'yaml'],
    why: 'only sources ask the outside world',
  },
  detection: { layers: ['model'], modules: [], why: 'what a program is follows from its arguments alone' },
  flags: { layers: ['model'], modules: ['yargs-parser'], why: 'flags are pure' },
  controls: { layers: ['model', 'flags'], modules: [], why: 'a control judges flags and asks nobody' },
  reporters: {
    layers: ['model'],
    modules: [
      'chalk',
      'diff',
      'hast-util-to-html',
      'hastscript',
      'mdast',
      'mdast-util-gfm-table',
      'mdast-util-to-markdown',
      'node:crypto',
      'xast',
      'xast-util-to-xml',
      'xastscript',
      'yaml',
    ],
    why: 'a reporter is a function from report to text',
  },
  cli: {
    layers: ['fix', 'model', 'sources'],
    modules: [
      'commander',
      'leven',
      'node:crypto',
      'node:fs',
      'node:os',
      'node:path',
      'node:stream',
      'node:timers/promises',
    ],
    why: 'the command line knows no behaviour; it alone knows the streams, and writes a report as fix replaces a file',
  },
  fix: {
    layers: ['model', 'sources'],
    modules: ['node:child_process', 'node:crypto', 'node:fs', 'node:path', 'node:util', 'yaml'],
    why: 'it edits text and replaces files, and knows no verdict',
  },
  repair: {
    layers: ['audit', 'cli', 'find-targets.ts', 'fix', 'flags', 'model', 'reporters', 'sources'],
    modules: ['node:path'],
    why: 'the command fix: what is found is judged, edited, judged again',
  },
  audit: { layers: ['model', 'flags'], modules: [], why: 'the audit is pure' },
  'complete.ts': {
    layers: ['model', 'detection', 'sources'],
    modules: [],
    why: 'what files start is told apart as processes are',
  },
  'live-host.ts': {
    layers: ['complete.ts', 'sources'],
    modules: [],
    why: 'one part of the built tool holds what the main job needs',
  },
  'find-targets.ts': {
    layers: ['cli', 'detection', 'live-host.ts', 'model', 'sources'],
    modules: [],
    why: 'a request is followed to what it asks about',
  },
  'run-process.ts': {
    layers: ['cli', 'main.ts'],
    modules: [],
    why: 'the one that touches the process',
  },
  'main.ts': {
    layers: ['audit', 'cli', 'controls', 'find-targets.ts', 'model', 'repair', 'reporters', 'sources'],
    modules: [],
    why: 'main puts the layers together and does nothing itself',
  },
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));

/** The first part of a path below src: a layer's directory, or a file that is a layer by itself. */
function layerOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function importsOf(file: string): string[] {
  const { module, errors } = parseSync(file, readFileSync(join(SRC, file), 'utf8'));
  expect(errors).toEqual([]);
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
      readFileSync(join(SRC, file), 'utf8').slice(start + 1, end - 1),
    ),
  ];
}

describe.each(files)('%s', (file) => {
  const layer = LAYERS[layerOf(file)];

  test(`imports what its layer may: ${layer?.why}`, () => {
    expect(layer, 'a layer that this test does not know').toBeDefined();
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith('.')) {
        const target = layerOf(posix.join(dirname(file), specifier));
        expect([layerOf(file), ...(layer?.layers ?? [])]).toContain(target);
      } else {
        expect(layer?.modules).toContain(specifier);
      }
    }
  });

  test('is short enough to be read at once', () => {
    const lines = readFileSync(join(SRC, file), 'utf8').split('\n').length;
    const isTable = file === 'flags/flag-types.ts';
    expect(lines).toBeLessThanOrEqual(isTable ? 300 : 150);
  });

  test('does without what hides errors and side effects', () => {
    const code = readFileSync(join(SRC, file), 'utf8');
    const found = [/process\.exit\(/, /console\./, /export default/, /: any\b/, /catch \{/].filter((text) =>
      text.test(code),
    );
    expect(found).toEqual([]);
  });
});

test('every layer exists', () => {
  const found = new Set(files.map(layerOf));
  expect(Object.keys(LAYERS).filter((name) => !found.has(name))).toEqual([]);
});
