import { basename, dirname, join } from 'node:path';
import type { FixRequest } from '../command-line/request.ts';
import { existsInsideRoot, realPathInsideRoot } from '../host/root-files.ts';
import { USUAL_PATHS } from '../model/api-server.ts';
import type { BackupPlace } from '../replace/back-up.ts';
import { explainFailure } from '../replace/explain-failure.ts';
import { restoreCommand } from '../replace/names.ts';
import type { Replaced } from '../replace/replace-file.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Edit } from './plan-file.ts';

const USUAL_DIRECTORY = '/var/backups/kubelet-https-audit';

/** A file that was changed, as people will look for it. */
export interface Written extends Replaced {
  readonly path: string;
  /** A command for sh that brings the old content back. */
  readonly restore: string;
  /** The paths, and the command, are those of the host that `--root` names. */
  readonly isOnHost: boolean;
}

/** Where the old files go: for a host that is mounted somewhere, onto that host, where the command that restores them runs. */
export function backupPlaceOf(
  edits: readonly Edit[],
  { root, backupDirectory }: FixRequest,
  terminal: Terminal,
): BackupPlace {
  const usual = () => (root === '/' ? terminal.backupDirectory() : pathBelow(root, USUAL_DIRECTORY));
  return {
    directory: backupDirectory ?? usual(),
    awayFrom: [
      ...edits.map(({ file }) => dirname(file.realPath)),
      ...USUAL_PATHS.map((path) => join(root, path)),
    ],
  };
}

/** The path by which this process reaches what is, or will be, at a path of the host: links are followed as the host would. */
function pathBelow(root: string, path: string): string {
  return explainFailure(`cannot write a backup to ${join(root, path)}`, () => {
    const view = { base: root };
    return existsInsideRoot(view, path)
      ? realPathInsideRoot(view, path)
      : join(pathBelow(root, dirname(path)), basename(path));
  });
}

export function writtenOf({ path, file }: Edit, replaced: Replaced, root: string): Written {
  const { backup } = replaced;
  const { realPath } = file;
  const base = root === '/' ? '' : realPathInsideRoot({ base: root }, '/');
  const isOnHost = base !== '' && [backup, realPath].every((each) => each.startsWith(`${base}/`));
  const onHost = (each: string) => (isOnHost ? each.slice(base.length) : each);
  return {
    ...replaced,
    path: isOnHost || root === '/' ? path : realPath,
    backup: onHost(backup),
    restore: restoreCommand(onHost(backup), onHost(realPath)),
    isOnHost,
  };
}
