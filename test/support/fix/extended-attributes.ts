import { spawnSync } from 'node:child_process';

const SET = 'import os,sys; os.setxattr(sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3]))';
const GET = `
import os, sys, json
path = sys.argv[1]
print(json.dumps({name: os.getxattr(path, name).hex() for name in sorted(os.listxattr(path))}))`;

/** Sets an extended attribute; gives why it could not. */
export function setAttribute(path: string, name: string, value: Buffer): string | undefined {
  const { status, stderr, error } = python(SET, [path, name, value.toString('hex')]);
  return status === 0 ? undefined : `no extended attributes here: ${error ?? stderr}`;
}

/** All extended attributes, in hexadecimal. */
export function attributesOf(path: string): Record<string, string> {
  return JSON.parse(python(GET, [path]).stdout);
}

function python(script: string, args: readonly string[]) {
  return spawnSync('python3', ['-c', script, ...args], { encoding: 'utf8' });
}

/** An access ACL as the kernel stores it: owner rw-, the user with that id r--, group ---, mask r--, others ---. */
export function accessList(uid: number): Buffer {
  const entries = [
    [0x01, 6, -1],
    [0x02, 4, uid],
    [0x04, 0, -1],
    [0x10, 4, -1],
    [0x20, 0, -1],
  ] as const;
  const list = Buffer.alloc(4 + 8 * entries.length);
  list.writeUInt32LE(2);
  for (const [index, [tag, permissions, id]] of entries.entries()) {
    list.writeUInt16LE(tag, 4 + 8 * index);
    list.writeUInt16LE(permissions, 6 + 8 * index);
    list.writeInt32LE(id, 8 + 8 * index);
  }
  return list;
}
