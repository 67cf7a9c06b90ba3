// What the audit of a host needs, in one part of the built tool: each part that is loaded costs time.
export { complete } from './complete.ts';
export { hostFilesOf } from './sources/host-files/host-files.ts';
export { readHost } from './sources/read-host.ts';
