/** Finds phrases in a text's words, the longest at each place. */
import { phraseNumbers } from '../src/main/coding/lexicon.ts';

/** A phrase in a text: words `from` to `to`, half-open. */
export interface FoundPhrase {
  phrase: number;
  from: number;
  to: number;
}

/**
 * A search over phrases, each given as its stems joined by spaces.
 * @returns finds the phrases in a text's stems from left to right; at each word the longest wins and what it
 *   covers is not searched again, so that of diabetes insipidus nothing is said to be diabetes
 */
export function longestPhrases(phrases: readonly string[]): (stems: readonly string[]) => FoundPhrase[] {
  const numbers = phraseNumbers(phrases);
  return (stems) => {
    const found: FoundPhrase[] = [];
    for (let from = 0; from < stems.length;) {
      let best: FoundPhrase | undefined;
      let key = '';
      for (let to = from; to < stems.length; to++) {
        key = to === from ? (stems[to] ?? '') : `${key} ${stems[to] ?? ''}`;
        const phrase = numbers.get(key);
        if (phrase === undefined) break;
        if (phrase >= 0) best = { phrase, from, to: to + 1 };
      }
      if (best) found.push(best);
      from = best?.to ?? from + 1;
    }
    return found;
  };
}
