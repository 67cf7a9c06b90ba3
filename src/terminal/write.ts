import { fstatSync, writeFileSync } from 'node:fs';
import type { Output } from './terminal.ts';

/** Writes a whole text; returns the error where that fails. */
export function write(stream: Output, text: string | Uint8Array): Promise<Error | undefined> {
  return new Promise((resolve) => {
    if (text.length === 0) return resolve(undefined);
    // A listener has to stay: the stream reports a failure once more when it is closed.
    stream.on('error', resolve);
    if (!isFile(stream)) return stream.write(text, (error) => resolve(error ?? undefined));
    // On a disk that fills up, Node's stream for files loses the rest of a text without an error.
    try {
      writeFileSync(stream.fd, text);
      resolve(undefined);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      resolve(error);
    }
  });
}

function isFile(stream: Output): stream is Output & { readonly fd: number } {
  return stream.fd !== undefined && fstatSync(stream.fd).isFile();
}
