import type { Readable } from 'node:stream';
import { AuditError } from '../../model/problem.ts';
import { errnoMessage } from '../system/errno.ts';

const MOST = 64 * 1024 * 1024;

/** Throws an AuditError with that hint if standard input cannot be read or does not end. */
export async function readStream(stream: Readable, hint = 'Pipe a process list to it.'): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MOST) throw new AuditError('standard input is larger than 64 MiB', hint);
    }
  } catch (error) {
    if (error instanceof AuditError) throw error;
    throw new AuditError(`cannot read standard input: ${errnoMessage(error)}`, hint);
  }
  return Buffer.concat(chunks);
}
