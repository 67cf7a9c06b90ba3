// What the audit of a host needs, in one part of the built tool: each part that is loaded costs time.
export { addHostFiles } from './host/add-host-files.ts';
export { hostFilesOf } from './host/host-files.ts';
export { readHost } from './sources/processes/read-host.ts';
