import { isDay } from '../model/waiver.ts';

/**
 * What a value has to be: undefined if it is, else where in it what is wrong, a phrase: ` is not a text` of the value itself,
 * `.path is not a text` of a part.
 */
export type Shape = (value: unknown) => string | undefined;

/** What is wrong with a whole document, a phrase; undefined if nothing is. */
export function faultOf(value: unknown, shape: Shape): string | undefined {
  return shape(value)?.replace(/^\./, '').replace(/^ /, 'it ');
}

export const text: Shape = (value) => (typeof value === 'string' ? undefined : ' is not a text');

export const flag: Shape = (value) => (typeof value === 'boolean' ? undefined : ' is not true or false');

export const count: Shape = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : ' is not a whole number';

export const lineNumber: Shape = (value) =>
  count(value) === undefined && value !== 0 ? undefined : ' is not the number of a line';

export const time: Shape = (value) =>
  typeof value === 'string' && isTime(value) ? undefined : ' is not a time';

export const day: Shape = (value) =>
  typeof value === 'string' && isDay(value) ? undefined : ' is not a day';

/** RFC 3339, which Date.parse alone does not insist upon. */
const TIME = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** Of the years that UTC has four digits for. */
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

function isTime(text: string): boolean {
  const date = TIME.exec(text)?.[1];
  if (date === undefined) return false;
  const milliseconds = Date.parse(text);
  return milliseconds >= FIRST && milliseconds <= LAST && isDay(date);
}

export function oneOf(values: readonly unknown[]): Shape {
  return (value) => (values.includes(value) ? undefined : ` is not one of ${values.join(', ')}`);
}

export function nullable(shape: Shape): Shape {
  return (value) => (value === null ? undefined : shape(value));
}

export function optional(shape: Shape): Shape {
  return (value) => (value === undefined ? undefined : shape(value));
}

export function listOf(shape: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return ' is not a list';
    for (let index = 0; index < value.length; index += 1) {
      const fault = shape(value[index]);
      if (fault !== undefined) return `[${index}]${fault}`;
    }
    return undefined;
  };
}

export const emptyList: Shape = (value) => {
  if (!Array.isArray(value)) return ' is not a list';
  return value.length === 0 ? undefined : ' has elements under another spelling of its name';
};

/** An object of JSON with these keys, none of which it could inherit, and any others. */
export function record(shapes: Readonly<Record<string, Shape>>): Shape {
  const fields = Object.entries(shapes).map(([key, shape]) => ({ key, shape }));
  return (value) => {
    if (!isRecord(value)) return ' is not an object';
    for (const { key, shape } of fields) {
      const fault = shape(value[key]);
      if (fault !== undefined) return `.${key}${fault}`;
    }
    return undefined;
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
