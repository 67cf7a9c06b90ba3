import { isDay } from '../model/waiver.ts';

/** What a value has to be: undefined if it is, else what is wrong with it and where, a phrase. */
export type Shape = (value: unknown, path: string) => string | undefined;

export const text: Shape = (value, path) => (typeof value === 'string' ? undefined : `${path} is not a text`);

export const flag: Shape = (value, path) =>
  typeof value === 'boolean' ? undefined : `${path} is not true or false`;

export const count: Shape = (value, path) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : `${path} is not a whole number`;

export const lineNumber: Shape = (value, path) =>
  count(value, path) === undefined && value !== 0 ? undefined : `${path} is not the number of a line`;

export const time: Shape = (value, path) =>
  typeof value === 'string' && isTime(value) ? undefined : `${path} is not a time`;

export const day: Shape = (value, path) =>
  typeof value === 'string' && isDay(value) ? undefined : `${path} is not a day`;

/** RFC 3339, which Date.parse alone does not insist upon. */
const TIME = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function isTime(text: string): boolean {
  const [, date] = TIME.exec(text) ?? [];
  const milliseconds = Date.parse(text);
  if (date === undefined || Number.isNaN(milliseconds)) return false;
  return /^\d{4}-/.test(new Date(milliseconds).toISOString()) && isDay(date);
}

export function oneOf(values: readonly unknown[]): Shape {
  return (value, path) => (values.includes(value) ? undefined : `${path} is not one of ${values.join(', ')}`);
}

export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? undefined : shape(value, path));
}

export function optional(shape: Shape): Shape {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

export function listOf(shape: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return `${path} is not a list`;
    for (const [index, element] of value.entries()) {
      const fault = shape(element, `${path}[${index}]`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

export const emptyList: Shape = (value, path) => {
  if (!Array.isArray(value)) return `${path} is not a list`;
  return value.length === 0 ? undefined : `${path} has elements under another spelling of its name`;
};

/** An object with these keys, and any others. */
export function record(shapes: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(shapes);
  return (value, path) => {
    if (!isRecord(value)) return `${path || 'it'} is not an object`;
    for (const [key, shape] of entries) {
      const fault = shape(
        Object.hasOwn(value, key) ? value[key] : undefined,
        path === '' ? key : `${path}.${key}`,
      );
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
