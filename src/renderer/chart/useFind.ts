import { useState } from 'react';
import type { ChartDocument } from '../../shared/chart.ts';
import { findIn, hitFrom, stepHit, type Hit } from './find.ts';

/** What is being looked for, what was found, and which of it was gone to. */
export interface Finding {
  words: string;
  hits: readonly Hit[];
  /** Index into `hits`. */
  at: number | null;
  look: (words: string) => void;
  step: (step: 1 | -1) => void;
}

/** Finds words in all documents of a chart, and goes to them. `here` says where the reader is. */
export function useFind(
  documents: readonly ChartDocument[],
  here: () => { document: string; start: number },
  go: (hit: Hit) => void,
): Finding {
  const [found, setFound] = useState<{ words: string; hits: readonly Hit[]; at: number | null }>({
    words: '',
    hits: [],
    at: null,
  });

  function goTo(at: number | null, hits: readonly Hit[], words: string) {
    setFound({ words, hits, at });
    const hit = at === null ? undefined : hits[at];
    if (hit) go(hit);
  }

  return {
    ...found,
    look(words) {
      const hits = findIn(documents, words);
      // While a word is typed, the hit stays where it was found as long as it is one.
      const last = found.at === null ? undefined : found.hits[found.at];
      const ids = documents.map((document) => document.id);
      goTo(hitFrom(hits, ids, last ?? here()), hits, words);
    },
    step(step) {
      goTo(stepHit(found.hits.length, found.at, step), found.hits, found.words);
    },
  };
}
