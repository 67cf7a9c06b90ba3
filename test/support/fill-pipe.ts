import { writeSync } from 'node:fs';
import { expect } from 'vitest';

/** Writes until nothing more goes into a pipe: who writes to it then waits. */
export function fillPipe(descriptor: number): void {
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(4096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'EAGAIN' });
  }
}
