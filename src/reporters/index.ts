import type { Reporter } from './reporter.ts';

interface Format {
  readonly summary: string;
  readonly load: () => Promise<Reporter>;
}

/** Every format by name. A reporter is loaded when it is asked for. */
export const FORMATS = {
  text: { summary: 'for people', load: async () => (await import('./text.ts')).text },
  json: { summary: 'for scripts', load: async () => (await import('./json.ts')).json },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
