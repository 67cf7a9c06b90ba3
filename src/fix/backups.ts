import { basename, dirname, join } from 'node:path';
import type { FixRequest } from '../command-line/request.ts';
import type { Root } from '../host/inside-root.ts';
import { existsInsideRoot, listInsideRoot, realPathInsideRoot } from '../host/root-files.ts';
import { USUAL_PATHS } from '../model/api-server.ts';
import { AuditError } from '../model/problem.ts';
import type { BackupPlace } from '../replace/back-up.ts';
import { explainFailure } from '../replace/explain-failure.ts';
import { restoreCommand } from '../replace/names.ts';
import type { Replaced } from '../replace/replace-file.ts';
import { UnreadableFile } from '../sources/system/descriptors.ts';
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
    root: rootOf(root),
    awayFrom: [
      ...edits.map(({ file }) => dirname(file.realPath)),
      ...USUAL_PATHS.map((path) => join(root, path)),
    ],
  };
}

/** The real path of a host that is mounted somewhere; empty for this one. */
function rootOf(root: string): string {
  return root === '/' ? '' : realPathInsideRoot({ base: root }, '/');
}

/** The path by which this process reaches what is, or will be, at a path of the host: links are followed as the host would. */
function pathBelow(root: string, path: string): string {
  const failure = `cannot write a backup to ${join(root, path)}`;
  try {
    return explainFailure(failure, () => reached({ base: root }, path));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new AuditError(
      `${failure}: ${error.message}; the file was not changed`,
      'Name a directory with --backup-dir.',
    );
  }
}

/** A directory that is not there yet will be made; where a link without a target is in its place, none can be. */
function reached(view: Root, path: string): string {
  if (existsInsideRoot(view, path)) return realPathInsideRoot(view, path);
  const [parent, name] = [dirname(path), basename(path)];
  const isLink = existsInsideRoot(view, parent) && listInsideRoot(view, parent).includes(name);
  if (isLink) throw new UnreadableFile(`${path} is a link to nothing`);
  return join(reached(view, parent), name);
}

export function writtenOf({ path, file }: Edit, replaced: Replaced, root: string): Written {
  const { backup } = replaced;
  const { realPath } = file;
  const base = rootOf(root);
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
