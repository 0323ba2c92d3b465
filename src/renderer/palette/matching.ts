/** Finds what a few letters mean among commands and charts. */

import { folded } from '../components/folded.ts';

/**
 * How well a query fits a text, both folded; null where a word of the query fits nowhere. A word that begins
 * one of the text's words fits best, then one within the text, then letters that stand in it in this order
 * ("acsee" for "accept the suggestions you have seen").
 */
export function fit(query: string, text: string): number | null {
  let sum = text.startsWith(query) ? 1 : 0;
  for (const word of query.split(/\s+/u).filter(Boolean)) {
    const each = fitOfWord(word, text);
    if (each === 0) return null;
    sum += each;
  }
  return sum;
}

function fitOfWord(word: string, text: string): 0 | 1 | 2 | 3 {
  let at = text.indexOf(word);
  if (at < 0) return standsInOrder(word, text) ? 1 : 0;
  for (; at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return 3;
  }
  return 2;
}

/** Each letter goes on from the one before, or begins another of the text's words. */
function standsInOrder(letters: string, text: string): boolean {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const begins = (left: string, [word, ...others]: string[]): boolean => {
    if (left === '') return true;
    if (word === undefined) return false;
    let same = 0;
    while (same < left.length && same < word.length && left[same] === word[same]) same += 1;
    for (let taken = same; taken > 0; taken -= 1) {
      if (begins(left.slice(taken), others)) return true;
    }
    return begins(left, others);
  };
  return begins(letters, words);
}

/** The things whose texts fit a query, best first, equals in the order given; all for an empty query. */
export function fitting<T extends { text: string }>(things: readonly T[], query: string): T[] {
  const wanted = folded(query).trim();
  if (wanted === '') return [...things];
  return things
    .map((thing) => ({ thing, fit: fit(wanted, thing.text) }))
    .filter((each): each is { thing: T; fit: number } => each.fit !== null)
    .sort((one, other) => other.fit - one.fit)
    .map(({ thing }) => thing);
}
