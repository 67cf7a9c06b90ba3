import { github as githubOfHost } from '../github.ts';
import { ndjson as ndjsonOfHost } from '../ndjson.ts';
import { unix as unixOfHost } from '../unix.ts';
import { eachHost } from './each-host.ts';

// A reader of lines takes those of many hosts as it takes those of one: each names its host.

/** A line of JSON for each finding and problem of every host. */
export const ndjson = eachHost(ndjsonOfHost);

/** A line for each finding and problem of every host, as grep and compilers print them. */
export const unix = eachHost(unixOfHost);

/** Annotations for every host; GitHub shows the first ten of each kind. */
export const github = eachHost(githubOfHost);
