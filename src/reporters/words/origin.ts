import type { Origin } from '../../model/invocation.ts';
import { placeWords } from './finding.ts';
import { shorten } from './shorten.ts';

/** Where a finding or what was set aside comes from, on one line. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'process':
      return [
        `pid ${origin.pid}`,
        ...(origin.uid === null ? [] : [`uid ${origin.uid}`]),
        ...(origin.executable === null ? [] : [shorten(origin.executable)]),
      ].join('  ');
    case 'ps':
      return [
        `${origin.path === '-' ? 'standard input' : origin.path} line ${origin.line}`,
        ...(origin.pid === null ? [] : [`pid ${origin.pid}`]),
      ].join('  ');
    case 'file':
      return placeWords(origin);
    default:
      return origin satisfies never;
  }
}

/** Where something that was set aside comes from: `pid 99, uid 0, /usr/bin/tail`. */
export function originWords(origin: Origin): string {
  return describeOrigin(origin).replaceAll('  ', ', ');
}
