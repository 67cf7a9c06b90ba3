import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

interface Room {
  /** The rooms it may import; each stands above it in this table, so that no arrow runs back. */
  readonly rooms: readonly string[];
  /** Packages and built-in modules of Node.js that it may import. */
  readonly modules: readonly string[];
  readonly why: string;
}

/** From the ground up. What stands below a room may not know that it exists. */
const ROOMS: Readonly<Record<string, Room>> = {
  model: {
    rooms: [],
    modules: [],
    why: 'the nouns of the domain, and pure functions of them, depend on nothing',
  },
  'sources/system': {
    rooms: ['model'],
    modules: ['node:buffer', 'node:fs'],
    why: 'what the operating system gives: errors, bytes, descriptors',
  },
  'sources/processes': {
    rooms: ['model', 'sources/system'],
    modules: ['node:fs', 'node:stream', 'ps-list'],
    why: 'processes become invocations, without a word about what they are',
  },
  'sources/files': {
    rooms: ['model', 'sources/system', 'sources/processes'],
    modules: ['node:fs', 'node:path', 'node:zlib', 'yaml'],
    why: 'files become invocations; one may be a saved process list',
  },
  detection: { rooms: ['model'], modules: [], why: 'what a program is follows from its arguments alone' },
  host: {
    rooms: ['model', 'sources/system', 'sources/processes', 'sources/files', 'detection'],
    modules: ['node:fs', 'node:path'],
    why: 'what the files of a host add is read and detected as everything else is',
  },
  audit: {
    rooms: ['model'],
    modules: ['yargs-parser'],
    why: 'a verdict follows from flags alone, and asks nobody',
  },
  waivers: {
    rooms: ['model', 'sources/system', 'sources/files'],
    modules: ['leven', 'node:fs', 'node:path', 'yaml'],
    why: 'a file of accepted risks is read; what it accepts follows from the report alone',
  },
  merge: {
    rooms: ['model', 'sources/system', 'sources/files', 'waivers'],
    modules: ['node:buffer', 'node:fs', 'node:stream'],
    why: 'reports become a fleet; they are found as all files are, and what they are comes from their JSON alone',
  },
  reporters: {
    rooms: ['model'],
    modules: [
      'chalk',
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
  replace: {
    rooms: ['model', 'sources/system', 'sources/processes'],
    modules: ['node:child_process', 'node:crypto', 'node:fs', 'node:path'],
    why: 'a file is replaced whole or not at all, whatever its content',
  },
  terminal: {
    rooms: ['model', 'sources/system', 'replace'],
    modules: [
      'node:child_process',
      'node:fs',
      'node:os',
      'node:path',
      'node:stream',
      'node:timers/promises',
      'node:url',
    ],
    why: 'the streams, the clock, colour, exit statuses and report files',
  },
  'command-line': {
    rooms: ['model', 'sources/system', 'terminal'],
    modules: ['commander', 'leven', 'node:fs', 'node:path'],
    why: 'arguments become a request; nothing is done yet',
  },
  'find-servers.ts': {
    rooms: ['model', 'sources/processes', 'sources/files', 'detection', 'host', 'terminal', 'command-line'],
    modules: [],
    why: 'a request is followed to the API servers it asks about',
  },
  fix: {
    rooms: [
      'model',
      'sources/system',
      'sources/files',
      'host',
      'audit',
      'reporters',
      'replace',
      'terminal',
      'command-line',
      'find-servers.ts',
    ],
    modules: ['diff', 'node:path', 'node:util', 'yaml'],
    why: 'the command fix: what is found is judged, cut, and judged again',
  },
  'run-audit.ts': {
    rooms: [
      'model',
      'sources/files',
      'audit',
      'waivers',
      'reporters',
      'terminal',
      'command-line',
      'find-servers.ts',
    ],
    modules: [],
    why: 'find, judge, report',
  },
  'run-merge.ts': {
    rooms: [
      'model',
      'sources/system',
      'sources/processes',
      'sources/files',
      'audit',
      'merge',
      'waivers',
      'reporters',
      'terminal',
      'command-line',
    ],
    modules: [],
    why: 'read, merge, report',
  },
  'repeat.ts': {
    rooms: ['model', 'terminal'],
    modules: [],
    why: 'it starts the audit again and again, and knows nothing of what an audit is',
  },
  'main.ts': {
    rooms: [
      'sources/files',
      'audit',
      'reporters',
      'terminal',
      'command-line',
      'fix',
      'run-audit.ts',
      'run-merge.ts',
      'repeat.ts',
    ],
    modules: [],
    why: 'the one that touches the process, and leaves the work to the command it is',
  },
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));

/** The room of a file: its directory of the table, or itself. */
function roomOf(file: string): string {
  return Object.keys(ROOMS).find((room) => file === room || file.startsWith(`${room}/`)) ?? 'no room';
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
  const room = ROOMS[roomOf(file)];

  test(`imports what its room may: ${room?.why}`, () => {
    expect(room, 'a room that this test does not know').toBeDefined();
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith('.')) {
        const target = roomOf(posix.join(dirname(file), specifier));
        expect([roomOf(file), ...(room?.rooms ?? [])]).toContain(target);
      } else {
        expect(room?.modules).toContain(specifier);
      }
    }
  });

  test('is short enough to be read at once, and long enough to be looked for', () => {
    const lines = readFileSync(join(SRC, file), 'utf8').trimEnd().split('\n').length;
    expect(lines).toBeGreaterThanOrEqual(15);
    expect(lines).toBeLessThanOrEqual(250);
  });

  test('does without what hides errors and side effects', () => {
    const code = readFileSync(join(SRC, file), 'utf8');
    const found = [/process\.exit\(/, /console\./, /export default/, /: any\b/, /catch \{/].filter((text) =>
      text.test(code),
    );
    expect(found).toEqual([]);
  });
});

test('every room exists, and imports only rooms above it in the table', () => {
  const names = Object.keys(ROOMS);
  expect([...new Set(files.map(roomOf))].sort()).toEqual([...names].sort());
  for (const [index, name] of names.entries()) {
    expect(names.slice(0, index)).toEqual(expect.arrayContaining([...(ROOMS[name]?.rooms ?? [])]));
  }
});

test('every arrow that the table allows is there', () => {
  const found = files.flatMap((file) =>
    importsOf(file).map(
      (specifier) =>
        `${roomOf(file)} -> ${
          specifier.startsWith('.') ? roomOf(posix.join(dirname(file), specifier)) : specifier
        }`,
    ),
  );
  const allowed = Object.entries(ROOMS).flatMap(([name, { rooms, modules }]) =>
    [...rooms, ...modules].map((target) => `${name} -> ${target}`),
  );
  expect(allowed.filter((arrow) => !found.includes(arrow))).toEqual([]);
});

test('no file needs itself by way of others', () => {
  const imports = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => posix.join(dirname(file), specifier)),
    ]),
  );
  const done = new Set<string>();
  const circleFrom = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const circle = circleFrom(next, [...way, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  expect(files.flatMap((file) => circleFrom(file, []) ?? [])).toEqual([]);
});

test('every file is needed by another', () => {
  const needed = new Set(
    files.flatMap((file) => importsOf(file).map((specifier) => posix.join(dirname(file), specifier))),
  );
  expect(files.filter((file) => file !== 'main.ts' && !needed.has(file))).toEqual([]);
});
