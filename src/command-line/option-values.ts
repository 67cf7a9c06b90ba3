import { isAbsolute, resolve } from 'node:path';
import { closestMatch } from 'leven';
import { printable } from '../model/printable.ts';
import { AuditError } from '../model/problem.ts';
import { parseRelease, type Release } from '../model/release.ts';
import { errnoMessage, errnoOf } from '../sources/system/errno.ts';

const MAX_SECONDS = 86_400;
const MAX_LINES = 1000;
/** Timers of Node.js cannot wait longer. */
const MAX_DAYS = 24;
/** As long as a name in DNS, and so that of a node. */
const MAX_NAME = 253;

/** The one of `names` that was given. Throws an AuditError that suggests the nearest and lists all. */
export function parseChoice<T extends string>(kind: string, given: string, names: readonly T[]): T {
  const found = names.find((name) => name === given);
  if (found !== undefined) return found;
  const nearest = closestMatch(given.toLowerCase(), [...names], { maxDistance: 2 });
  const suggestion = nearest === undefined ? '' : `Did you mean ${nearest}? `;
  throw new AuditError(`unknown ${kind} '${given}'`, `${suggestion}Choose one of: ${names.join(', ')}.`);
}

/** The name of a host or cluster: every report shows it as it is. */
export function parseName(option: string, text: string): string {
  if (/\$[({A-Za-z_]/.test(text)) {
    throw new AuditError(
      `${option} '${shown(text)}' has a variable in it that was not replaced`,
      'Kubernetes replaces $(NAME), and only if env of the container defines NAME.',
    );
  }
  if (text !== '' && text.length <= MAX_NAME && printable(text) === text) return text;
  throw new AuditError(
    `${option} '${shown(text)}' is not a valid name`,
    `Give 1 to ${MAX_NAME} printable characters: no line breaks, and blanks only one at a time between words.`,
  );
}

/** The name of a host, without the slash that stands between it and its cluster. */
export function parseHostName(option: string, text: string): string {
  const name = parseName(option, text);
  if (!name.includes('/')) return name;
  throw new AuditError(`${option} '${name}' has a slash in it`, 'Give the cluster with --cluster.');
}

function shown(text: string): string {
  return printable(text.length <= MAX_NAME ? text : `${text.slice(0, 40)}…`);
}

export function parseVersion(text: string): Release {
  const release = parseRelease(text);
  if (release) return release;
  throw new AuditError(`'${text}' is not a valid Kubernetes version`, 'Write it as 1.20 or v1.20.2.');
}

export function parseMilliseconds(option: string, text: string): number {
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(text) && Number(text) <= MAX_SECONDS) return Number(text) * 1000;
  throw new AuditError(`${option} ${text} is not a number of seconds`, `Give one from 0 to ${MAX_SECONDS}.`);
}

export function parseLines(option: string, text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= MAX_LINES) return Number(text);
  throw new AuditError(`${option} ${text} is not a number of lines`, `Give one from 0 to ${MAX_LINES}.`);
}

const DURATION = /^(?:(\d{1,5})d)?(?:(\d{1,6})h)?(?:(\d{1,7})m)?(?:(\d{1,8})s)?$/;

/** Seconds of `24h`, `7d`, `1h30m`. */
export function parseDuration(option: string, text: string): number {
  const [, ...parts] = DURATION.exec(text) ?? [];
  const [days, hours, minutes, seconds] = parts.map((part = '0') => Number(part));
  const duration = (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  if (duration > 0) return duration;
  throw new AuditError(`${option} ${text} is not a duration`, 'Write it as 24h, 7d, 90m or 1h30m.');
}

/** The seconds between audits of a host or of files; standard input can be read only once. */
export function parseEvery(text: string, targets: readonly string[]): number {
  const seconds = parseDuration('--every', text);
  if (seconds > MAX_DAYS * 86_400) {
    throw new AuditError(
      `--every ${text} is too long`,
      `Give at most ${MAX_DAYS}d, or start it from a timer.`,
    );
  }
  if (!targets.includes('-')) return seconds;
  throw new AuditError(
    '--every cannot be combined with - (standard input), which ends',
    'Audit the host, or name files.',
  );
}

export function rejectEmptyRoot(root: string): void {
  if (root === '') throw new AuditError('--root is empty', 'Give the directory a host is mounted at.');
}

/** Standard input is for what is audited; waivers are in a file that is kept. */
export function rejectUnnamedWaivers(waivers: string | undefined): void {
  if (waivers !== '' && waivers !== '-') return;
  throw new AuditError('--waivers needs a file', 'Give the path of a YAML file.');
}

/** Throws an AuditError where a path is relative and the current directory no longer exists. */
export function rejectLostDirectory(paths: readonly string[]): void {
  const relative = paths.find((path) => !isAbsolute(path));
  if (relative === undefined) return;
  try {
    resolve(relative);
  } catch (error) {
    const reason = errnoOf(error) === 'ENOENT' ? 'it was deleted' : errnoMessage(error);
    throw new AuditError(
      `cannot find ${relative} in the current directory: ${reason}`,
      'Change to another directory, or give absolute paths.',
    );
  }
}
