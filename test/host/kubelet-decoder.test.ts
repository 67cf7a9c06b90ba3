import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { staticPodsOf } from '../../src/host/static-pods.ts';
import { mentionsApiServer } from '../../src/model/api-server-words.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import { toSourceFile } from '../../src/sources/files/source-file.ts';
import { toInvocations } from '../../src/sources/files/to-invocations.ts';
import { positioned } from '../support/positioned.ts';
import { reportOn } from '../support/reports.ts';
import { rootFiles } from '../support/root-files.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

type Lists = readonly (readonly string[])[];

/**
 * What test/fixtures/kubelet-decoder/main.go recorded: the command and args of each container, null where they are refused;
 * `since123` and `v3` where other releases and readers make something else of them.
 */
interface Row {
  readonly why: string;
  readonly text?: string;
  readonly path?: string;
  readonly kubelet: Lists | null;
  readonly since123?: Lists | null;
  readonly v3?: Lists | null;
}

const ROWS = JSON.parse(readFileSync(`${FIXTURES}/kubelet-decoder/rows.json`, 'utf8')) as Row[];

interface Reading {
  readonly text: string;
  readonly invocations: readonly Invocation[];
  /** Why it is not known what the kubelet makes of it. */
  readonly unknown: string | undefined;
}

async function read({ text = '', path }: Row): Promise<Reading> {
  const bytes = path === undefined ? Buffer.from(text, 'latin1') : readFileSync(`${FIXTURES}/${path}`);
  const view = rootFiles();
  const { problems } = view;
  const pods = await staticPodsOf([{ path: 'pod', directory: '', bytes }], view);
  const invocations = pods.flatMap((pod) => pod.invocations);
  const isUnknown = invocations.some((one) => one.arguments.some((argument) => argument.isUnknown));
  return {
    text: bytes.toString(),
    invocations,
    unknown: problems[0] ? positioned(problems[0]) : isUnknown ? 'an argument is unknown' : undefined,
  };
}

function ours({ invocations, text }: Reading): Lists {
  return ofServers(
    invocations.map(({ arguments: args }) => {
      const { start, end } = args[0]?.range ?? { start: 0, end: 0 };
      // The program of an image is in no list of the kubelet.
      const isOfImage =
        args[0]?.text === 'kube-apiserver' && text.slice(start, end).includes('/kube-apiserver');
      return args.slice(isOfImage ? 1 : 0).map((argument) => argument.text);
    }),
  );
}

/** With shells unwrapped as they are here: that does not matter of YAML. */
function theirs(lists: Lists): Lists {
  const place = { start: 0, end: 0 };
  const readings = lists.map((list) => ({
    object: null,
    container: null,
    start: 0,
    arguments: list.map((text) => ({ text, ...place })),
  }));
  const invocations = toInvocations(readings, 'workload', toSourceFile('pod', ''));
  return ofServers(invocations.map((one) => one.arguments.map(({ text }) => text)));
}

function ofServers(lists: Lists): Lists {
  return lists
    .filter((list) => list.some(mentionsApiServer))
    .map((list) => list.map((text) => text.replace(/[\ud800-\udfff]/gu, '\ufffd')));
}

/** Every reading there is of it must be ours; what all refuse starts nothing, and must not pass. */
async function isWrong(row: Row): Promise<boolean> {
  const reading = await read(row);
  if (reading.unknown !== undefined) return false;
  const all = [row.kubelet, row.since123, row.v3].flatMap((lists) => (lists ? [theirs(lists)] : []));
  if (all.length === 0) return reportOn({ invocations: reading.invocations }).status === 'pass';
  return all.some((lists) => JSON.stringify(lists) !== JSON.stringify(ours(reading)));
}

test('what is read of a static pod is what a kubelet makes of it, or unknown', async () => {
  expect(ROWS.length).toBeGreaterThan(1000);
  const wrong = await Promise.all(ROWS.map(isWrong));
  expect(ROWS.filter((_, index) => wrong[index])).toEqual([]);
});

test('what a kubelet reads is unknown only where this says so', async () => {
  const rows = ROWS.filter((row) => row.kubelet !== null);
  const readings = await Promise.all(rows.map(read));
  const unknown = rows.flatMap((row, index) => {
    const reason = readings[index]?.unknown;
    return reason === undefined ? [] : [`${row.why}${row.path ? ` ${row.path}` : ''}: ${reason}\n`];
  });
  await expect(unknown.join('')).toMatchFileSnapshot(`${FIXTURES}/kubelet-decoder/unknown.txt`);
});
