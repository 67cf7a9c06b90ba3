import type { RootFiles } from '../../src/host/root-files.ts';

export function rootFiles(base = ''): RootFiles {
  return { base, replaced: new Map(), opened: new Map(), problems: [] };
}
