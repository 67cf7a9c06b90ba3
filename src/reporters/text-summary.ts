import type { Report } from '../model/report.ts';
import { countedExamined, examinedWords } from './words/examined.ts';
import { describeOrigin } from './words/origin.ts';
import { shorten } from './words/shorten.ts';
import { wrap } from './words/layout.ts';

/** What there is to say where no API server was found. */
export function nothingFoundLines({ examined }: Report, exitStatus: number): string[] {
  return [
    `  No API server among ${countedExamined(examined)}.`,
    ...(exitStatus === 0
      ? []
      : wrap('On a node that has none, such as a worker, --allow-missing makes this exit 0.', '  ')),
  ];
}

/** What was looked at, and what was set aside. */
export function examinedLines({ examined }: Report): string[] {
  const { setAside, hostFiles = [] } = examined;
  const others =
    setAside.length === 0
      ? 'no other mentions an API server.'
      : 'set aside, because they mention an API server and are none:';
  return [
    ...wrap(`Looked at ${examinedWords(examined)}; ${others}`, '  '),
    ...setAside.map(
      ({ program, origin, reason }) => `    ${shorten(program)}  ${describeOrigin(origin)}  ${reason}`,
    ),
    ...(hostFiles.length === 0 ? [] : ['  Read besides, for what starts the API servers:']),
    ...hostFiles.map((path) => `    ${path}`),
  ];
}
