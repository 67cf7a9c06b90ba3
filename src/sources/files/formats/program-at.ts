import type { WrittenArgument } from '../file-format.ts';

/** The program of a format that lists its flags alone, written at `place`. */
export function programAt({ start, end, file }: Omit<WrittenArgument, 'text'>): WrittenArgument {
  return { text: 'kube-apiserver', start, end, ...(file && { file }) };
}
