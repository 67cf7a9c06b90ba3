import { ifReadable, readRegularFile } from './descriptors.ts';

/** What is read: what belongs to another process, as its root directory and environment do, or a file. */
export type Readable = 'process' | 'file';

/** The capability that lets root read it, and the bits of linux/capability.h one of which is enough. */
const NEEDED = {
  process: { name: 'SYS_PTRACE', bits: [19n] },
  file: { name: 'DAC_READ_SEARCH', bits: [1n, 2n] },
} as const satisfies Record<Readable, { name: string; bits: readonly bigint[] }>;

/** What to do where this process may not read something. */
export function howToRead(what: Readable): string {
  return adviceFor(ifReadable(() => readRegularFile('/proc/self/status')) ?? '', what);
}

/** @param status of /proc/self, empty where there is none */
export function adviceFor(status: string, what: Readable): string {
  const uid = /^Uid:\t\d+\t(\d+)/m.exec(status)?.[1];
  const effective = /^CapEff:\t([0-9a-f]{1,16})$/m.exec(status)?.[1];
  if (uid !== '0' || effective === undefined) return 'Run as root.';
  const { name, bits } = NEEDED[what];
  const held = BigInt(`0x${effective}`);
  return bits.some((bit) => (held >> bit) & 1n)
    ? 'Root is forbidden to read it: check AppArmor, SELinux, or whether this is root of a user namespace.'
    : `This is root without the capability ${name}: add it.`;
}
