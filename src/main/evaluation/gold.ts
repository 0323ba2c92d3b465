import type { Language } from '../../shared/chart.ts';
import type { ReadableDocument } from '../coding/reading.ts';
import { UserError } from '../errors.ts';

/** Words that a coder marked for a code: half-open UTF-16 range of the normalised text, a discontinuous one from its first to its last word. */
export interface GoldSpan {
  code: string;
  start: number;
  end: number;
}

/** A document with the codes it should get. */
export interface GoldDocument {
  /** As the corpus names it. */
  id: string;
  /** As a chart's document would be read. */
  document: ReadableDocument;
  /** In the catalogue's form. */
  codes: ReadonlySet<string>;
  /** Null where the corpus marks no evidence in this document. */
  spans: readonly GoldSpan[] | null;
  /** The corpus's offset of a UTF-16 offset into the document's text. */
  toCorpusOffset(offset: number): number;
}

export interface Corpus {
  /** The folder's or file's name. */
  name: string;
  format: 'CodiEsp' | 'JSONL';
  split: string | null;
  documents: GoldDocument[];
}

export interface CorpusOptions {
  /** Folder in a corpus of the CodiEsp layout. */
  split?: string | undefined;
  /** CodiEsp: which texts; JSONL: language of the lines that name none, recognised where this is not given. */
  language?: Language | undefined;
  system: string;
  /** At most so many documents, in the corpus's order. */
  limit?: number | undefined;
}

/** A fault at a line of a file, lines counted from 1. */
export function faultAt(file: string, line: number, fault: string, remedy: string): UserError {
  return new UserError(`${file}, line ${line}: ${fault}.`, remedy);
}
