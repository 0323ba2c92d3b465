import { createContext, use } from 'react';
import type { InstalledRelease } from '../../shared/book.ts';
import type { EvidenceSpan } from '../../shared/coding.ts';
import type { Place } from './state.ts';

/** The chart that codes are added to while the book lies open over it. */
export interface Coding {
  /** The words selected in the chart: the evidence of what is added. */
  evidence: readonly EvidenceSpan[];
  /** Final codes, which need not be added again. */
  taken: ReadonlySet<string>;
  add: (code: string, title: string) => void;
}

/** What the book is opened for. */
export interface BookRequest {
  /** Words to look up; empty where the book opens as it was left. */
  query: string;
  /** A code to open at where there are no words; null for the place where the book was left. */
  look: string | null;
  /** The chart it lies over, whose day picks the release. */
  chart: string | null;
  /** Null where no chart is open, or its codes are closed. */
  coding: Coding | null;
}

/** What every part of the open book can ask for. */
export interface OpenBook {
  release: InstalledRelease;
  go: (place: Place) => void;
  /** Adds a billable code to the chart and closes the book; null where no code can be added. */
  add: ((code: string, title: string) => void) | null;
  /** Final codes of the chart. */
  taken: ReadonlySet<string>;
}

export const BookContext = createContext<OpenBook | null>(null);

/** The open book around a component. */
export function useBook(): OpenBook {
  const book = use(BookContext);
  if (!book) throw new Error('This part of the book stands outside of it.');
  return book;
}
