/** O_PATH of Linux, which Node.js does not name: a handle that opens nothing, so that no device notices. */
export const O_PATH = 0o10000000;

/** Where the system has a path to what each descriptor of this process is open on, if it has that. */
export const DESCRIPTOR_PATHS = '/proc/self/fd';
