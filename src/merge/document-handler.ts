import type { Piece } from './piece.ts';

export type DocumentFault = 'not-utf8' | 'not-json' | 'not-a-report' | 'cut-off' | 'too-large' | 'too-deep';

export interface DocumentHandler {
  /** An element of the list `reports` of the document that ends next. */
  readonly item: (item: Piece) => void;
  /** The end of a document, which has its list `reports` empty; undefined for one that had a fault. */
  readonly document: (document: Piece | undefined) => void;
  readonly fault: (code: DocumentFault, line: number) => void;
}

/** A report nests nine levels deep. */
export const MAX_DEPTH = 64;
/** No report is larger, nor what surrounds the reports of a fleet. */
export const MAX_BYTES = 16 * 1024 * 1024;
