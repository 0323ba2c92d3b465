/** What a coder means by what they type: readings of a query, each a list of slots with the terms that fill them. */
import { withMassRange } from './bodyMassIndex.ts';
import { cognate, stem, tokenise } from './normalise.ts';
import { lowerBound, type OpenIndex } from './openIndex.ts';
import { hashOf, isFunctionWord, lettersOf } from './searchIndex.ts';

/** A term that may stand for a word of the query, and how well: 1 for the word itself. */
export interface Variant {
  term: number;
  weight: number;
}

/** One word of a reading. */
export interface Slot {
  /** Best first. */
  variants: Variant[];
  /** The terms that an unfinished word may become: from one number up to another; none where both are the same. */
  from: number;
  to: number;
  /** How many letters of an unfinished word there are. */
  letters: number;
  /** How much the word tells. */
  weight: number;
}

export interface Reading {
  words: readonly string[];
  slots: Slot[];
  /** What a match of this reading is worth against one of the words as typed, at most 1. */
  factor: number;
  /** Whether these are the words as typed. */
  typed: boolean;
}

/** So many readings of one query are looked at. */
const READINGS = 4;
/** A short form or lay name of so many words is recognised. */
const LONGEST = 6;

/** Words that share so many letters at their beginning, and most of the typed one, may be of one family. */
const SHARED = 6;

/** What stands before the last part of a compound has so many letters. */
const LEAST_BEFORE = 3;

/** A word that stands nowhere tells as much as a rare one: no hit has it. */
const UNKNOWN = 6;

const WORTH = {
  /** The words as typed, where a short form among them is known. */
  spelled: 0.9,
  /** Every further meaning of a short form. */
  nextMeaning: 0.9,
  synonym: 0.95,
  joined: 0.95,
};

const VARIANT = {
  cognate: 0.85,
  synonym: 0.85,
  translation: 0.95,
  oneError: 0.8,
  twoErrors: 0.6,
  beginning: 0.5,
  ending: 0.5,
};

interface Rewritten {
  words: readonly string[];
  factor: number;
}

/** Reads queries over one search index. */
export class QueryReader {
  readonly #index: OpenIndex;
  readonly #slots = new Map<string, Slot>();

  constructor(index: OpenIndex) {
    this.#index = index;
  }

  /** The readings of a query, the words as typed first. The last word is taken as unfinished unless a blank follows. */
  read(query: string): Reading[] {
    const typed = tokenise(query).flatMap(({ word }) => this.#parts(word));
    const words = withMassRange(typed);
    if (words.length === 0) return [];
    const typing = /[\p{L}\p{N}]\p{M}*$/u.test(query);
    const short = rewrite(words, this.#index.abbreviations, typing);
    const asTyped: Rewritten = { words, factor: short.length > 0 ? WORTH.spelled : 1 };
    const spelled: Rewritten[] = [
      asTyped,
      ...short.map((rewritten, rank) => ({ words: rewritten, factor: WORTH.nextMeaning ** rank })),
      ...this.#respaced(words, typing),
    ];
    const meant = spelled.flatMap(({ words: from, factor }) =>
      rewrite(from, this.#index.synonyms, typing && from === words).map((rewritten, rank) => ({
        words: rewritten,
        factor: Math.min(1, factor * WORTH.synonym * WORTH.nextMeaning ** rank),
      })),
    );
    const seen = new Set<string>();
    const readings = [...spelled, ...meant]
      .filter(({ words: reading }) => {
        const key = reading.join(' ');
        return !seen.has(key) && seen.add(key).size <= READINGS;
      })
      .map(({ words: reading, factor }) => ({
        words: reading,
        factor,
        typed: reading === typed,
        slots: this.#slotsOf(reading, typing && reading.at(-1) === words.at(-1)),
      }));
    // What makes sense of more words leaves nothing to those that make sense of fewer.
    const fewest = Math.min(...readings.map(unknownWords));
    return readings.filter((reading) => unknownWords(reading) === fewest);
  }

  /** A word and the number typed against it ("ckd3"), unless they are one word somewhere. */
  #parts(word: string): string[] {
    const [, letters = '', number = ''] = /^([a-z]{2,})(\d+[a-z]?)$/.exec(word) ?? [];
    if (letters === '' || this.#begins(word) || this.#index.abbreviations.has(word)) return [word];
    return this.#index.abbreviations.has(letters) || this.#has(letters) ? [letters, number] : [word];
  }

  #slotsOf(words: readonly string[], typing: boolean): Slot[] {
    const telling = words.filter(
      (word, index) => !isFunctionWord(word) || (typing && index === words.length - 1),
    );
    const kept = telling.length > 0 ? telling : words;
    const slots = kept.map((word, index) => this.#slot(word, typing && index === kept.length - 1));
    return slots.slice(0, 30);
  }

  /** Words typed as one, and one word typed as two: "chestpain", "hyper tension". */
  #respaced(words: readonly string[], typing: boolean): Rewritten[] {
    for (const [at, word] of words.entries()) {
      const next = words[at + 1];
      if (next !== undefined && word.length > 2 && next.length > 2 && this.#term(word + next) !== undefined) {
        return [{ words: words.toSpliced(at, 2, word + next), factor: WORTH.joined }];
      }
      if (word.length < 6 || this.#has(word) || this.#cognates(word).length > 0) continue;
      if (typing && at === words.length - 1 && this.#begins(word)) continue;
      let best: [string, string] | undefined;
      for (let split = 3; split <= word.length - 3; split++) {
        const halves: [string, string] = [word.slice(0, split), word.slice(split)];
        if (!halves.every((half) => this.#has(half))) continue;
        if (
          !best ||
          Math.min(...halves.map((half) => half.length)) > Math.min(...best.map((half) => half.length))
        )
          best = halves;
      }
      if (best) return [{ words: words.toSpliced(at, 1, ...best), factor: WORTH.joined }];
    }
    return [];
  }

  #slot(word: string, unfinished: boolean): Slot {
    const key = unfinished ? `${word}*` : word;
    let slot = this.#slots.get(key);
    if (!slot) {
      if (this.#slots.size > 2000) this.#slots.clear();
      this.#slots.set(key, (slot = this.#makeSlot(word, unfinished)));
    }
    return slot;
  }

  #makeSlot(word: string, unfinished: boolean): Slot {
    const best = new Map<number, number>();
    const add = (term: number, weight: number): void => {
      if (weight > (best.get(term) ?? 0)) best.set(term, weight);
    };
    const own = this.#term(word);
    if (own !== undefined) add(own, 1);
    for (const other of this.#index.synonyms.get(word) ?? []) {
      const term = other.includes(' ') ? undefined : this.#term(other);
      if (term !== undefined) add(term, VARIANT.synonym);
    }
    for (const { word: other, probability } of this.#index.translations.get(word) ?? []) {
      const term = this.#term(other);
      if (term !== undefined) add(term, VARIANT.translation * Math.min(1, 0.4 + probability));
    }
    // A stem that is known by another word alone may be an accident: "migrane" and "migrans".
    const known = best.size > (own === undefined || this.#has(word) ? 0 : 1);
    for (const other of this.#cognates(word)) {
      add(this.#index['word.term'][other] ?? 0, VARIANT.cognate);
    }
    const { from, to } = unfinished ? this.#endings(word) : { from: 0, to: 0 };
    if (!known && from === to) {
      for (const { word: other, errors } of this.#misspelled(word, unfinished)) {
        add(this.#index['word.term'][other] ?? 0, errors === 1 ? VARIANT.oneError : VARIANT.twoErrors);
      }
    }
    const strange = best.size === 0 && from === to;
    if (strange) {
      const ending = this.#ending(word);
      if (ending !== undefined) add(ending, VARIANT.ending);
    }
    if (strange && word.length >= SHARED) {
      const common = word.slice(0, Math.max(SHARED, Math.ceil(0.6 * word.length)));
      for (
        let other = lowerBound(this.#index.words, common);
        this.#index.words[other]?.startsWith(common);
        other++
      ) {
        add(this.#index['word.term'][other] ?? 0, VARIANT.beginning);
      }
    }
    const variants = [...best]
      .map(([term, weight]) => ({ term, weight }))
      .sort((a, b) => b.weight - a.weight);
    return {
      variants,
      from,
      to,
      letters: word.length,
      weight: this.#slotWeight(variants, own, from < to ? word.length : 0),
    };
  }

  /** The term of the longest known word that a compound ends with: dysgenesis in iridogoniodysgenesis. */
  #ending(word: string): number | undefined {
    for (let start = LEAST_BEFORE; start <= word.length - SHARED; start++) {
      const part = word.slice(start);
      if (this.#has(part)) return this.#term(part);
    }
    return undefined;
  }

  /** The terms that begin with a word; a stem begins as its words do. */
  #endings(word: string): { from: number; to: number } {
    const { terms } = this.#index;
    return { from: lowerBound(terms, word), to: lowerBound(terms, `${word}\uffff`) };
  }

  /** @param letters of an unfinished word, how many there are; else 0 */
  #slotWeight(variants: readonly Variant[], own: number | undefined, letters: number): number {
    const weights = this.#index['term.weight'];
    const begun = Math.min(UNKNOWN, 1 + letters);
    // A letter that happens to be a word too says no more than any beginning.
    if (own !== undefined)
      return letters > 0 && letters < 3 ? Math.min(begun, weights[own] ?? 0) : (weights[own] ?? 0);
    if (letters > 0) return begun;
    if (variants.length === 0) return UNKNOWN;
    return variants.reduce((most, { term, weight }) => Math.max(most, weight * (weights[term] ?? 0)), 0);
  }

  #term(word: string): number | undefined {
    const form = stem(word);
    const place = lowerBound(this.#index.terms, form);
    return this.#index.terms[place] === form ? place : undefined;
  }

  #has(word: string): boolean {
    return this.#index.words[lowerBound(this.#index.words, word)] === word;
  }

  #begins(word: string): boolean {
    return this.#index.words[lowerBound(this.#index.words, word)]?.startsWith(word) ?? false;
  }

  /** Numbers of the words that share the word's origin. */
  #cognates(word: string): number[] {
    const common = cognate(word);
    if (common === '') return [];
    const hash = hashOf(common);
    const found: number[] = [];
    const hashes = this.#index['cognate.hash'];
    for (let at = lowerBound(hashes, hash); hashes[at] === hash; at++) {
      found.push(this.#index['cognate.word'][at] ?? 0);
    }
    return found;
  }

  /**
   * Words that differ from a typed one by an error, or two in a long one; where none does by one, those that
   * do by two. An unfinished word is compared with the beginnings of words.
   */
  #misspelled(word: string, unfinished: boolean): { word: number; errors: number }[] {
    if (word.length < 4 || /^\d+$/.test(word)) return [];
    const allowed = word.length < 8 ? 1 : 2;
    const letters = lettersOf(word);
    const { words, 'word.letters': all } = this.#index;
    const found: { word: number; errors: number }[] = [];
    // The first letter is right, or the second stands in its place.
    for (const initial of new Set(word.slice(0, 2))) {
      const end = lowerBound(words, `${initial}\uffff`);
      for (let number = lowerBound(words, initial); number < end; number++) {
        const theirs = all[number] ?? 0;
        // A replaced letter takes one away and brings one: each error changes at most one on either side.
        if (bitCount(letters & ~theirs) > allowed) continue;
        if (!unfinished && bitCount(theirs & ~letters) > allowed) continue;
        const other = words[number] ?? '';
        if (other.length < word.length - allowed || (!unfinished && other.length > word.length + allowed))
          continue;
        const errors = distance(word, other, allowed, unfinished);
        if (errors <= allowed) found.push({ word: number, errors });
      }
    }
    const least = found.reduce((fewest, { errors }) => Math.min(fewest, errors), allowed);
    return found.filter(({ errors }) => errors === least);
  }
}

/**
 * Replaces what stands for something else, the longest first, from left to right. Several results where
 * something stands for several things: one meaning after the other, of all replaced at once.
 */
function rewrite(
  words: readonly string[],
  meanings: ReadonlyMap<string, readonly string[]>,
  typing: boolean,
): string[][] {
  const parts: (readonly string[])[] = [];
  let replaced = false;
  for (let at = 0; at < words.length;) {
    let length = Math.min(LONGEST, words.length - at);
    let meant: readonly string[] | undefined;
    for (; length > 0; length--) {
      const typed = words.slice(at, at + length).join(' ');
      // A letter that is still being typed is no short form yet.
      if (typing && typed.length < 2 && at + length === words.length) continue;
      meant = meanings.get(typed);
      if (meant) break;
    }
    if (meant) {
      replaced = true;
      parts.push(meant);
      at += length;
    } else {
      parts.push([words[at] ?? '']);
      at++;
    }
  }
  if (!replaced) return [];
  const most = Math.min(3, Math.max(...parts.map((meant) => meant.length)));
  return Array.from({ length: most }, (_, rank) =>
    parts.flatMap((meant) => (meant[Math.min(rank, meant.length - 1)] ?? '').split(' ')),
  );
}

function unknownWords({ slots }: Reading): number {
  return slots.filter(({ variants, from, to }) => variants.length === 0 && from === to).length;
}

function bitCount(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x5555_5555);
  rest = (rest & 0x3333_3333) + ((rest >>> 2) & 0x3333_3333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/**
 * Optimal string alignment distance: insertions, deletions, replacements, swapped neighbours.
 * @param prefix whether the rest of `other` behind the best place is free
 * @returns more than `limit` where the distance is that
 */
function distance(word: string, other: string, limit: number, prefix: boolean): number {
  const width = Math.min(other.length, word.length + limit);
  let before: number[] = [];
  let above = Array.from({ length: width + 1 }, (_, column) => column);
  for (let row = 1; row <= word.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= width; column++) {
      const same = word.charCodeAt(row - 1) === other.charCodeAt(column - 1);
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        word.charCodeAt(row - 1) === other.charCodeAt(column - 2) &&
        word.charCodeAt(row - 2) === other.charCodeAt(column - 1)
      ) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = above;
    above = current;
  }
  return prefix ? Math.min(...above) : (above[width] ?? limit + 1) + (other.length - width);
}
