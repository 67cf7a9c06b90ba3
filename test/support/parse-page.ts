import { expect } from 'vitest';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Page {
  readonly elements: readonly Element[];
  /** All text outside the style, without markup. */
  readonly text: string;
}

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9A-F]+)|(lt|gt|amp|quot));/gi, (_, hexadecimal, name) =>
    hexadecimal
      ? String.fromCodePoint(Number.parseInt(hexadecimal, 16))
      : ({ lt: '<', gt: '>', amp: '&', quot: '"' }[String(name)] ?? ''),
  );
}

/** Reads a page that leaves nothing to a browser's forgiveness: every element is closed, every value is in quotes. */
export function parsePage(source: string): Page {
  const elements: Element[] = [];
  const open: string[] = [];
  const text: string[] = [];
  let rest = source.replace(/^<!doctype html>/, '');
  expect(rest).not.toBe(source);
  while (rest !== '') {
    const [all, words, closing, opening, given] =
      /^(?:([^<]+)|<\/([a-z0-9]+)>|<([a-z0-9]+)((?: [a-z-]+(?:="[^"]*")?)*)>)/.exec(rest) ?? [];
    if (all === undefined) throw new Error(`no markup: ${rest.slice(0, 60)}`);
    rest = rest.slice(all.length);
    if (words !== undefined) {
      if (open.at(-1) !== 'style') text.push(decode(words));
    } else if (closing !== undefined) {
      expect(open.pop()).toBe(closing);
    } else if (opening !== undefined) {
      const attributes = [...(given ?? '').matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)];
      elements.push({
        name: opening,
        attributes: Object.fromEntries(attributes.map(([, name, value = '']) => [name, decode(value)])),
      });
      if (opening !== 'meta') open.push(opening);
    }
  }
  expect(open).toEqual([]);
  return { elements, text: text.join('') };
}
