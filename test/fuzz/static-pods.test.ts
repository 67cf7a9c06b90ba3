import fc from 'fast-check';
import { expect, test } from 'vitest';
import { serversAmong } from '../../src/host/add-host-files.ts';
import { staticPodsOf } from '../../src/host/static-pods.ts';
import { mayBeApiServerPod } from '../../src/sources/files/worth-reading.ts';
import { decodeForSearch } from '../../src/sources/system/bytes.ts';
import { fixtureTexts, fuzzing, mutated, mutations } from '../support/fuzzing.ts';
import { rootFiles } from '../support/root-files.ts';

const { parameters, timeout } = fuzzing(2_000);

async function startsServer(bytes: Buffer): Promise<boolean> {
  const found = await staticPodsOf([{ path: '/m/a', directory: '/m', bytes }], rootFiles());
  return found.some(({ invocations }) => serversAmong(invocations).length > 0);
}

/** Ways to write a character between double quotes. */
const WAYS = [
  (character: string) => character,
  (character: string) => `\\x${hexadecimal(character, 2)}`,
  (character: string) => `\\u${hexadecimal(character, 4)}`,
  (character: string) => `\\U${hexadecimal(character, 8)}`,
  (character: string) => `\\\n      ${character}`,
];

function hexadecimal(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0');
}

const program = fc
  .tuple(...[...'kube-apiserver'].map((character) => fc.constantFrom(...WAYS).map((way) => way(character))))
  .map((characters) => characters.join(''));

const written = program.map(
  (name) =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - command:\n    - "${name}"\n`,
);

const bytes = (text: string, encoding: 'utf8' | 'utf16le') =>
  Buffer.from(encoding === 'utf8' ? text : `\ufeff${text}`, encoding);

test(
  'a static pod that runs an API server is read, however its name is written',
  async () => {
    await fc.assert(
      fc.asyncProperty(written, fc.constantFrom('utf8', 'utf16le'), async (text, encoding) => {
        const manifest = bytes(text, encoding);
        expect(await startsServer(manifest)).toBe(true);
        expect(mayBeApiServerPod(decodeForSearch(manifest))).toBe(true);
      }),
      parameters,
    );
  },
  timeout,
);

const texts = fc.oneof(
  written,
  fc.constantFrom(
    ...['files', 'hosts'].flatMap((directory) => fixtureTexts(directory)).map(([, text]) => text),
  ),
);

test(
  'a static pod that is not read starts no API server',
  async () => {
    await fc.assert(
      fc.asyncProperty(texts, mutations, async (text, changes) => {
        const manifest = bytes(mutated(text, changes), 'utf8');
        if (!mayBeApiServerPod(decodeForSearch(manifest))) expect(await startsServer(manifest)).toBe(false);
      }),
      parameters,
    );
  },
  timeout,
);
