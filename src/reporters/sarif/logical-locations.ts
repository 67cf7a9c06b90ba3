import type { Finding } from '../../model/report.ts';

/** What a server is part of and the server itself; ids that change with every start are properties, not names. */
export function sarifLogicalLocations({ origin, program }: Finding, host: string | null) {
  switch (origin.kind) {
    case 'process': {
      const { unit = null, podUid = null, containerId = null } = origin.cgroup ?? {};
      return [
        ...named('host', host),
        ...named('unit', unit),
        ...named('pod', podUid),
        ...named('container', containerId),
        { kind: 'process', name: program, properties: { pid: origin.pid, uid: origin.uid } },
      ];
    }
    case 'ps':
      return [{ kind: 'process', name: program, properties: { pid: origin.pid } }];
    case 'file':
      return [
        ...named('object', origin.object),
        ...named('container', origin.container),
        { kind: 'program', name: program },
      ];
    default:
      return origin satisfies never;
  }
}

function named(kind: string, name: string | null) {
  return name === null ? [] : [{ kind, name }];
}
