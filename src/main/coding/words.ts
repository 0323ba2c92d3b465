/** A text as words: the unit of the lexicon and of catalogue matching. Arrays run in parallel. */
export interface Words {
  /** Lower case, without accents, plural endings removed; what is compared. */
  stems: string[];
  /** UTF-16 offsets of each word in the text, half-open. */
  starts: Int32Array;
  ends: Int32Array;
  /** Word positions with a gap of {@link SENTENCE_GAP} at each sentence end, so that distance respects sentences. */
  positions: Int32Array;
}

const SENTENCE_GAP = 5;
const SENTENCE_END = /[.;:?!]\s|\n/;

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const MARKS = /\p{M}/gu;
const ASCII = /^[a-z0-9]+$/;

/** Splits a text into words with their offsets; punctuation separates and is dropped. */
export function wordsOf(text: string): Words {
  const stems: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const positions: number[] = [];
  let position = 0;
  for (const match of text.matchAll(WORD)) {
    const before = ends[ends.length - 1];
    if (before !== undefined && SENTENCE_END.test(text.slice(before, match.index))) position += SENTENCE_GAP;
    positions.push(position++);
    stems.push(stem(match[0]));
    starts.push(match.index);
    ends.push(match.index + match[0].length);
  }
  return {
    stems,
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    positions: Int32Array.from(positions),
  };
}

/**
 * A word's comparable form: lower case, no accents, no plural ending, no final vowel, so that
 * fracture and fractures, or aguda and agudo, are one word.
 */
export function stem(word: string): string {
  let folded = word.toLowerCase();
  if (!ASCII.test(folded)) folded = folded.normalize('NFD').replace(MARKS, '');
  if (folded.length <= 4 || /(?:ss|is|us)$/.test(folded)) return folded;
  if (folded.endsWith('ies')) return folded.slice(0, -3) + 'y';
  const singular = folded.replace(/(?:es|s)$/, '');
  // What is left must still tell words apart: hives is not HIV.
  if (singular.length < 4) return folded;
  return singular.length > 4 ? singular.replace(/[aeo]$/, '') : singular;
}

const FUNCTION_WORDS = new Set(
  (
    'a an and are as at be by for from has have had he her his if in into is it its no not of on or she that ' +
    'the their there these this to was were which with without who due other nos nec type unspecified ' +
    'al con de del el en es la las lo los no o para por que se sin su sus un una unos unas y e u como mas fue ser'
  )
    .split(' ')
    .map(stem),
);

/** Whether a stem carries no clinical meaning of its own, in English or Spanish. */
export function isFunctionWord(stemmed: string): boolean {
  return FUNCTION_WORDS.has(stemmed);
}
