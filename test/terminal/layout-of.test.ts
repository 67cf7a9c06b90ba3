import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { layoutOf, sizeOf } from '../../src/terminal/layout-of.ts';

const TERMINAL = { isTTY: true, columns: 100, rows: 50 };

function layout(stream: object, env: Readonly<Record<string, string>>, isColourWanted = true) {
  const stdout = Object.assign(new PassThrough(), stream);
  return layoutOf({ env, name: () => 'cp-1' }, isColourWanted, stdout);
}

test.each([
  { isTTY: true, env: {}, expected: true, why: 'a terminal has it' },
  { isTTY: false, env: {}, expected: false, why: 'a pipe has none' },
  { isTTY: true, env: { NO_COLOR: '1' }, expected: false, why: 'NO_COLOR takes it away' },
  { isTTY: true, env: { NO_COLOR: '0' }, expected: false, why: 'whatever its value' },
  { isTTY: true, env: { NO_COLOR: '' }, expected: true, why: 'an empty NO_COLOR does not count' },
  { isTTY: true, env: { TERM: 'dumb' }, expected: false, why: 'a dumb terminal has none' },
  { isTTY: false, env: { FORCE_COLOR: '1' }, expected: true, why: 'FORCE_COLOR gives it to a pipe' },
  {
    isTTY: false,
    env: { FORCE_COLOR: '' },
    expected: true,
    why: 'an empty FORCE_COLOR counts, as in Node.js',
  },
  { isTTY: true, env: { FORCE_COLOR: '0' }, expected: false, why: 'FORCE_COLOR=0 takes it away' },
  { isTTY: false, env: { FORCE_COLOR: '1', NO_COLOR: '1' }, expected: false, why: 'NO_COLOR wins' },
  { isTTY: false, env: { FORCE_COLOR: '1', NO_COLOR: '' }, expected: true, why: 'unless it is empty' },
])('$why', ({ isTTY, env, expected }) => {
  expect(layout({ isTTY }, env).isColoured).toBe(expected);
  expect(layout({ isTTY }, env, false).isColoured).toBe(false);
});

test.each([
  { stream: TERMINAL, env: {}, expected: { columns: 100, rows: 50 }, why: 'what the terminal says' },
  { stream: { ...TERMINAL, columns: 300 }, env: {}, expected: { columns: 120, rows: 50 }, why: 'readable' },
  { stream: { ...TERMINAL, columns: 50 }, env: {}, expected: { columns: 50, rows: 50 }, why: 'as narrow' },
  { stream: { ...TERMINAL, columns: 20 }, env: {}, expected: { columns: 40, rows: 50 }, why: 'the least' },
  { stream: {}, env: {}, expected: {}, why: 'a pipe has none' },
  { stream: { isTTY: true, columns: 0, rows: 0 }, env: {}, expected: {}, why: 'a serial line says 0' },
  {
    stream: TERMINAL,
    env: { COLUMNS: '70', LINES: '10' },
    expected: { columns: 70, rows: 10 },
    why: 'what was asked for',
  },
  { stream: {}, env: { COLUMNS: '70' }, expected: { columns: 70 }, why: 'what watch says of its pipe' },
  {
    stream: TERMINAL,
    env: { COLUMNS: '', LINES: 'x' },
    expected: { columns: 100, rows: 50 },
    why: 'what is not a number does not count',
  },
  { stream: TERMINAL, env: { COLUMNS: '-1' }, expected: { columns: 100, rows: 50 }, why: 'nor is -1' },
])('the size is $why: $expected', ({ stream, env, expected }) => {
  expect(sizeOf(env, Object.assign(new PassThrough(), stream))).toEqual(expected);
});

test.each([
  { env: { VTE_VERSION: '6003' }, isLinked: true, why: 'GNOME Terminal' },
  { env: { VTE_VERSION: '5000' }, isLinked: false, why: 'one that crashed on links' },
  { env: { VTE_VERSION: '4601' }, isLinked: false, why: 'one that is older' },
  { env: { TERM_PROGRAM: 'iTerm.app' }, isLinked: true, why: 'iTerm2' },
  { env: { TERM_PROGRAM: 'WezTerm' }, isLinked: true, why: 'WezTerm' },
  { env: { TERM: 'xterm-kitty' }, isLinked: true, why: 'kitty' },
  { env: { TERM_PROGRAM: 'vscode' }, isLinked: false, why: 'one that opens path:line:column itself' },
  { env: { TERM_PROGRAM: 'Apple_Terminal' }, isLinked: false, why: 'one that has no links' },
  { env: { TERM: 'xterm-256color' }, isLinked: false, why: 'one that does not say' },
  { env: { TMUX: '/tmp/x', VTE_VERSION: '6003' }, isLinked: false, why: 'tmux in one that has them' },
  { env: { TERM: 'screen', VTE_VERSION: '6003' }, isLinked: false, why: 'screen in one that has them' },
  { env: { CI: 'true', VTE_VERSION: '6003' }, isLinked: false, why: 'a CI' },
  { env: { FORCE_HYPERLINK: '1', TMUX: '/tmp/x' }, isLinked: true, why: 'FORCE_HYPERLINK' },
  { env: { FORCE_HYPERLINK: '0', VTE_VERSION: '6003' }, isLinked: false, why: 'FORCE_HYPERLINK=0' },
  { env: { FORCE_HYPERLINK: '', VTE_VERSION: '6003' }, isLinked: true, why: 'an empty FORCE_HYPERLINK' },
  { env: { NO_COLOR: '1', FORCE_HYPERLINK: '1' }, isLinked: false, why: 'NO_COLOR: no escape sequence' },
])('paths are links or not: $why', ({ env, isLinked }) => {
  expect(layout(TERMINAL, env).linkTo !== undefined).toBe(isLinked);
  expect(layout(TERMINAL, env, false).linkTo).toBeUndefined();
  const isForced = 'FORCE_HYPERLINK' in env && env.FORCE_HYPERLINK === '1' && !('NO_COLOR' in env);
  expect(layout({ isTTY: false }, { ...env, FORCE_COLOR: '1' }).linkTo !== undefined).toBe(isForced);
});

test('a link names the host, and holds nothing that a terminal would act upon', () => {
  const { linkTo } = layout(TERMINAL, { VTE_VERSION: '6003' });
  expect(linkTo?.('/etc/a b/é.yaml')).toBe('file://cp-1/etc/a%20b/%C3%A9.yaml');
  expect(linkTo?.('deploy/a.yaml')).toBe(`file://cp-1${pathToFileURL(process.cwd()).pathname}/deploy/a.yaml`);
  const hostile = '/\u001b]0;x\u0007\n#?%\u001b\\';
  const address = linkTo?.(hostile) ?? '';
  expect(address).toMatch(/^file:\/\/cp-1\/[!-~]+$/);
  expect(decodeURIComponent(new URL(address).pathname)).toBe(hostile);
});
