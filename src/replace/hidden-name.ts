import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { tried } from '../sources/system/errno.ts';
import type { DirectoryHandle } from './directory-handle.ts';
import { fittingName } from './names.ts';
import { isDead, type Maker, thisMaker } from './maker.ts';

/** Where a process is known, its pid and its start, and what tells this file from its others. */
const MARK = /\.(?<where>[0-9a-f]{16})-(?<pid>\d{1,7})-(?<startedAt>\d{1,20})\.[0-9a-f]{16}$/;

/** The name of a file that is to take another name. It says who made it, where that can be known. */
export function hiddenName(name: string): string {
  const maker = thisMaker();
  const who = maker ? `.${maker.where}-${maker.pid}-${maker.startedAt}` : '';
  return fittingName('.', name, `${who}.${randomBytes(8).toString('hex')}`);
}

/**
 * Removes the hidden files for a name that this user made in processes that are surely dead. What cannot be read or
 * removed, or is gone already, stays as it is.
 */
export function removeLeftovers(directory: DirectoryHandle, name: string): void {
  const here = thisMaker()?.where;
  if (here === undefined) return;
  for (const found of tried(() => readdirSync(directory.at('.'))) ?? []) {
    const { maker, mark } = makerOf(found) ?? {};
    if (mark === undefined || found !== fittingName('.', name, mark)) continue;
    if (maker?.where === here && isDead(maker)) tried(() => removeOwn(directory.at(found)));
  }
}

function makerOf(name: string): { maker: Maker; mark: string } | undefined {
  const { 0: mark = '', groups } = MARK.exec(name) ?? {};
  const { where, pid, startedAt } = groups ?? {};
  if (where === undefined || pid === undefined || startedAt === undefined) return undefined;
  return { maker: { where, pid: Number(pid), startedAt }, mark };
}

function removeOwn(path: string): void {
  const stats = lstatSync(path);
  if (stats.isFile() && stats.uid === process.geteuid?.()) unlinkSync(path);
}
