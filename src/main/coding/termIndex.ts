import type { Words } from './words.ts';

/**
 * Terms as sets of words, in arrays that load without building: `termWords[termStart[t]..termStart[t+1]]`
 * are the word numbers of term t, `anchorTerms[anchorStart[w]..anchorStart[w+1]]` the terms whose
 * rarest word is w.
 */
export interface TermIndex {
  words: string[];
  /** How telling each word is: log of terms over terms that hold it. */
  weights: Float32Array;
  termStart: Int32Array;
  termWords: Int32Array;
  anchorStart: Int32Array;
  anchorTerms: Int32Array;
}

/** A term found in a text, its words in any order and near each other. */
export interface TermMatch {
  term: number;
  /** Word range [from, to) of the text that the matched words span. */
  from: number;
  to: number;
  /** Weight of the matched words over the weight of all the term's words, 0 to 1. */
  coverage: number;
  /** Weight of the matched words. */
  mass: number;
}

/** What a word of a text may be in the index's vocabulary, with a likelihood from 0 to 1. */
export type WordReadings = readonly (readonly [word: number, likelihood: number])[];

/** Builds an index over terms given as lists of stems; the rarest word of each becomes its anchor. */
export function buildTermIndex(terms: readonly (readonly string[])[]): TermIndex {
  const numbers = new Map<string, number>();
  const words: string[] = [];
  const frequency: number[] = [];
  const numbered = terms.map((term) =>
    [...new Set(term)].map((word) => {
      let number = numbers.get(word);
      if (number === undefined) {
        number = words.length;
        numbers.set(word, number);
        words.push(word);
        frequency.push(0);
      }
      frequency[number] = (frequency[number] ?? 0) + 1;
      return number;
    }),
  );
  const weights = Float32Array.from(frequency, (count) => 1 + Math.log((1 + terms.length) / (1 + count)));
  const termStart = new Int32Array(terms.length + 1);
  const anchors: number[][] = words.map(() => []);
  numbered.forEach((term, t) => {
    termStart[t + 1] = (termStart[t] ?? 0) + term.length;
    let anchor: number | undefined;
    for (const word of term) {
      if (anchor === undefined || (weights[word] ?? 0) > (weights[anchor] ?? 0)) anchor = word;
    }
    if (anchor !== undefined) anchors[anchor]?.push(t);
  });
  const anchorStart = new Int32Array(words.length + 1);
  anchors.forEach((list, word) => (anchorStart[word + 1] = (anchorStart[word] ?? 0) + list.length));
  return {
    words,
    weights,
    termStart,
    termWords: Int32Array.from(numbered.flat()),
    anchorStart,
    anchorTerms: Int32Array.from(anchors.flat()),
  };
}

/**
 * Finds terms in a text: the anchor must be there, and the other words near it, until
 * `minimumCoverage` of the term's weight is matched.
 *
 * @param readings for each word of the text, what it may be in the index
 * @param reach how far, in word positions, a term's words may lie from its anchor
 * @returns at most one match a term and anchor occurrence, in no particular order
 */
export function matchTerms(
  index: TermIndex,
  text: Words,
  readings: readonly WordReadings[],
  minimumCoverage: number,
  reach: number,
): TermMatch[] {
  const occurrences = new Map<number, { at: number; likelihood: number }[]>();
  readings.forEach((candidates, at) => {
    for (const [word, likelihood] of candidates) {
      const list = occurrences.get(word);
      if (list) list.push({ at, likelihood });
      else occurrences.set(word, [{ at, likelihood }]);
    }
  });
  const { weights, termStart, termWords, anchorStart, anchorTerms } = index;
  const matches: TermMatch[] = [];
  for (const [anchor, places] of occurrences) {
    const anchorWeight = weights[anchor] ?? 0;
    for (let a = anchorStart[anchor] ?? 0; a < (anchorStart[anchor + 1] ?? 0); a++) {
      const term = anchorTerms[a] ?? 0;
      const first = termStart[term] ?? 0;
      const last = termStart[term + 1] ?? 0;
      let total = 0;
      let present = 0;
      for (let w = first; w < last; w++) {
        const word = termWords[w] ?? 0;
        const weight = weights[word] ?? 0;
        total += weight;
        if (occurrences.has(word)) present += weight;
      }
      if (present < minimumCoverage * total) continue;
      for (const place of places) {
        let mass = anchorWeight * place.likelihood;
        let from = place.at;
        let to = place.at + 1;
        for (let w = first; w < last; w++) {
          const word = termWords[w] ?? 0;
          if (word === anchor) continue;
          const near = nearest(occurrences.get(word), place.at, text.positions, reach);
          if (!near) continue;
          mass += (weights[word] ?? 0) * near.likelihood;
          from = Math.min(from, near.at);
          to = Math.max(to, near.at + 1);
        }
        if (mass >= minimumCoverage * total) {
          matches.push({ term, from, to, coverage: mass / total, mass });
        }
      }
    }
  }
  return matches;
}

function nearest(
  list: readonly { at: number; likelihood: number }[] | undefined,
  at: number,
  positions: Int32Array,
  reach: number,
): { at: number; likelihood: number } | undefined {
  let best: { at: number; likelihood: number } | undefined;
  let bestDistance = reach + 1;
  const here = positions[at] ?? 0;
  for (const candidate of list ?? []) {
    const distance = Math.abs((positions[candidate.at] ?? 0) - here);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
