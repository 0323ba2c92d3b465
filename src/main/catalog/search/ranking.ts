/** Which codes a reading of a query finds, best first. */
import type { OpenIndex } from './openIndex.ts';
import type { Reading, Slot } from './query.ts';
import { OPTIONAL } from './searchIndex.ts';
import { costsFor } from './standing.ts';

/** A code, the phrase that found it, and how well: about 0 to 1.3. */
export interface Found {
  code: number;
  phrase: number;
  score: number;
  /** How much of what the query asks the phrase and the code's title hold, 0 to 1. */
  held: number;
  /** What the query was read as. */
  reading: Reading;
}

/** So many codes are looked at closely. */
const CLOSELY = 120;
/** A frequent word is only looked for in phrases that rarer ones have found, where those tell this much of the query. */
const TOLD = 0.3;
const FREQUENT = 5000;
/** Phrases that hold less of the query than this part of what the best one holds are passed over. */
const LEAST_HELD = 0.5;
/** Terms of a phrase, about. */
const AVERAGE_LENGTH = 8;
/** So many codes are replaced by those below them that the words may mean. */
const REPLACED = 24;
/** And so many codes below each are looked at. */
const LOOKED_BELOW = 3000;

const WEIGHTS = {
  /** How much of a full match a phrase gets by holding the query, whatever else it says. */
  holding: 0.3,
  /** How likely the code is meant at all. */
  prior: 0.1,
  /** The query's words stand in the phrase one after the other. */
  order: 0.04,
  /** The first word of the phrase is one of the query's. */
  head: 0.04,
  /** The phrase says neither more nor less than the query. */
  same: 0.08,
  /** Other phrases of the code hold what this one lacks. */
  others: 0.5,
  /** A code below holds what the header that the words name lacks. */
  gained: 0.8,
  /** What a billable code below the header that the words name loses for not being named itself. */
  below: 0.02,
  /** What a header loses against the best code below it, a level. */
  above: 0.12,
  /** And at least, a level. */
  behind: 0.001,
  /** Causes and substances are meant less often than conditions. */
  external: -0.06,
  drug: -0.06,
};

/** Ranks over one search index. Its working arrays are reused: one query at a time. */
export class Ranking {
  readonly #index: OpenIndex;
  readonly #pattern: Uint16Array;
  readonly #patterns: number[];
  readonly #stamp: Uint32Array;
  readonly #slot: Int8Array;
  readonly #held: Float32Array;
  readonly #matched: Float32Array;
  readonly #touched: Uint32Array;
  readonly #codeStamp: Uint32Array;
  readonly #best: Float32Array;
  readonly #bestPhrase: Uint32Array;
  readonly #codeSlots: Uint32Array;
  readonly #codes: Uint32Array;
  readonly #termSlots: Uint32Array;
  /** By code the header above it, from 1; 0 where there is none. */
  readonly #parents: Uint32Array;
  #epoch = 0;
  #count = 0;

  constructor(index: OpenIndex) {
    this.#index = index;
    const codes = index['code.prior'].length;
    const phrases = index['phrase.code'].length;
    const numbers = new Map<number, number>();
    this.#pattern = Uint16Array.from(index['code.circumstances'], (bits) => {
      const known = numbers.get(bits) ?? numbers.size;
      numbers.set(bits, known);
      return known;
    });
    this.#patterns = [...numbers.keys()];
    this.#parents = parentsOf(index['code.end']);
    this.#stamp = new Uint32Array(phrases);
    this.#slot = new Int8Array(phrases);
    this.#held = new Float32Array(phrases);
    this.#matched = new Float32Array(phrases);
    this.#touched = new Uint32Array(phrases);
    this.#codeStamp = new Uint32Array(codes);
    this.#best = new Float32Array(codes);
    this.#bestPhrase = new Uint32Array(codes);
    this.#codeSlots = new Uint32Array(codes);
    this.#codes = new Uint32Array(codes);
    this.#termSlots = new Uint32Array(index.terms.length);
  }

  /** The codes that a reading finds, in any order. */
  rank(reading: Reading): Found[] {
    const { slots } = reading;
    const total = slots.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return [];
    const touched = this.#collect(slots, total);
    if (touched === 0) return [];
    const costs = costsFor(reading.words.join(' '));
    const patternCosts = Float32Array.from(this.#patterns, (bits) =>
      costs.reduce((sum, cost, bit) => sum + ((bits >>> bit) & 1 ? cost : 0), 0),
    );
    const codes = this.#bestPhrases(touched, total, patternCosts);
    this.#markTerms(slots);
    const close = this.#closest(codes)
      .map((code) => this.#lookClosely(code, reading, total))
      .sort(byScore);
    const found = new Map(close.map((hit) => [hit.code, hit]));
    for (const hit of close.slice(0, REPLACED)) {
      const below = this.#below(hit, slots, total, patternCosts);
      if (below && below.score > (found.get(below.code)?.score ?? -1)) found.set(below.code, below);
    }
    this.#unmarkTerms(slots);
    return [...found.values()];
  }

  /**
   * Puts in the headers above the codes found: one that the words name itself right behind the best code
   * below it, any other behind the best three.
   */
  addHeaders(found: Map<number, Found>): void {
    const ends = this.#index['code.end'];
    const below = new Map<number, { best: Found; level: number; scores: number[] }>();
    for (const hit of found.values()) {
      if (ends[hit.code] !== hit.code + 1) continue;
      let level = 0;
      for (let parent = this.#parents[hit.code] ?? 0; parent > 0; parent = this.#parents[parent - 1] ?? 0) {
        level++;
        const header = below.get(parent - 1) ?? { best: hit, level, scores: [] };
        if (hit.score > header.best.score) Object.assign(header, { best: hit, level });
        header.scores.push(hit.score);
        below.set(parent - 1, header);
      }
    }
    for (const [code, { best, level, scores }] of below) {
      const own = found.get(code);
      const [first = 0, second = first, third = second] = scores.sort((a, b) => b - a);
      const step = WEIGHTS.behind * level;
      const score = Math.max(
        Math.min(own?.score ?? 0, first - step),
        Math.min(best.score - WEIGHTS.above * level, third - step),
        scores.length > 2 ? third - step : 0,
      );
      found.set(code, { ...(own ?? best), code, score });
    }
  }

  /** Adds up, by phrase, what of the query it holds and what of it the query names. @returns how many phrases */
  #collect(slots: readonly Slot[], total: number): number {
    const { 'term.start': starts } = this.#index;
    this.#epoch++;
    this.#count = 0;
    const order = slots
      .map((slot, number) => ({ slot, number }))
      .sort((a, b) => b.slot.weight - a.slot.weight);
    let told = 0;
    for (const { slot, number } of order) {
      let size = (starts[slot.to] ?? 0) - (starts[slot.from] ?? 0);
      for (const { term } of slot.variants) size += (starts[term + 1] ?? 0) - (starts[term] ?? 0);
      const onlyFound = this.#count > 0 && told >= TOLD * total && size > FREQUENT;
      for (const { term, weight } of slot.variants)
        this.#add(term, number, weight * slot.weight, onlyFound, size);
      if (onlyFound && size > AVERAGE_LENGTH * this.#count) this.#lookInFound(slot, number);
      else {
        // Of very many endings only the phrases of the likeliest codes, which stand first.
        const most =
          size > FREQUENT && slots.length === 1 ? Math.max(4, FREQUENT / (slot.to - slot.from)) : size;
        for (let term = slot.from; term < slot.to; term++) {
          this.#add(term, number, this.#completeness(slot, term) * slot.weight, onlyFound, most);
        }
      }
      told += slot.weight;
    }
    return this.#count;
  }

  /** How well a term completes an unfinished word. */
  #completeness({ letters }: Slot, term: number): number {
    // One or two letters are the beginning of anything; a short word is no better completed by them.
    if (letters < 3) return 0.75;
    const length = this.#index.terms[term]?.length ?? letters;
    return 0.55 + (0.4 * letters) / Math.max(letters, length);
  }

  #add(term: number, slot: number, worth: number, onlyFound: boolean, most: number): void {
    const { 'term.start': starts, 'term.phrases': postings } = this.#index;
    const epoch = this.#epoch;
    const named = this.#index['term.weight'][term] ?? 0;
    const start = starts[term] ?? 0;
    const end = Math.min(starts[term + 1] ?? 0, start + most);
    for (let at = start; at < end; at++) {
      const phrase = postings[at] ?? 0;
      if (this.#stamp[phrase] !== epoch) {
        if (onlyFound) continue;
        this.#stamp[phrase] = epoch;
        this.#held[phrase] = 0;
        this.#matched[phrase] = 0;
        this.#slot[phrase] = -1;
        this.#touched[this.#count++] = phrase;
      }
      if (this.#slot[phrase] === slot) continue;
      this.#slot[phrase] = slot;
      this.#held[phrase] = (this.#held[phrase] ?? 0) + worth;
      this.#matched[phrase] = (this.#matched[phrase] ?? 0) + named;
    }
  }

  /** Looks for an unfinished word in the phrases that others have found. */
  #lookInFound(slot: Slot, number: number): void {
    const { 'phrase.start': starts, 'phrase.terms': terms } = this.#index;
    for (let i = 0; i < this.#count; i++) {
      const phrase = this.#touched[i] ?? 0;
      if (this.#slot[phrase] === number) continue;
      const end = starts[phrase + 1] ?? 0;
      for (let at = starts[phrase] ?? 0; at < end; at++) {
        const term = ((terms[at] ?? 0) & ~OPTIONAL) >>> 0;
        if (term < slot.from || term >= slot.to) continue;
        this.#slot[phrase] = number;
        this.#held[phrase] = (this.#held[phrase] ?? 0) + this.#completeness(slot, term) * slot.weight;
        this.#matched[phrase] = (this.#matched[phrase] ?? 0) + (this.#index['term.weight'][term] ?? 0);
        break;
      }
    }
  }

  #score(phrase: number, total: number): number {
    const held = Math.min(1, (this.#held[phrase] ?? 0) / total);
    const weight = this.#index['phrase.weight'][phrase] ?? 0;
    const matched = this.#matched[phrase] ?? 0;
    const named = weight > matched ? matched / weight : 1;
    return held * (WEIGHTS.holding + (1 - WEIGHTS.holding) * named);
  }

  /** By code the best of its phrases. @returns how many codes */
  #bestPhrases(touched: number, total: number, patternCosts: Float32Array): number {
    const { 'phrase.code': codeOf, 'phrase.kind': kinds, 'code.prior': priors } = this.#index;
    let most = 0;
    for (let i = 0; i < touched; i++) most = Math.max(most, this.#held[this.#touched[i] ?? 0] ?? 0);
    const least = most * LEAST_HELD;
    let count = 0;
    for (let i = 0; i < touched; i++) {
      const phrase = this.#touched[i] ?? 0;
      if ((this.#held[phrase] ?? 0) < least) continue;
      const code = codeOf[phrase] ?? 0;
      const kind = kinds[phrase] ?? 0;
      const score =
        this.#score(phrase, total) +
        WEIGHTS.prior * (priors[code] ?? 0) -
        (patternCosts[this.#pattern[code] ?? 0] ?? 0) +
        (kind === 3 ? WEIGHTS.external : kind === 5 ? WEIGHTS.drug : 0);
      if (this.#codeStamp[code] !== this.#epoch) {
        this.#codeStamp[code] = this.#epoch;
        this.#best[code] = score;
        this.#bestPhrase[code] = phrase;
        this.#codeSlots[code] = 0;
        this.#codes[count++] = code;
      } else if (score > (this.#best[code] ?? 0)) {
        this.#best[code] = score;
        this.#bestPhrase[code] = phrase;
      }
    }
    return count;
  }

  /** The codes with the highest scores, unordered: all that reach the score at which there are enough. */
  #closest(codes: number): number[] {
    const bins = new Uint32Array(512);
    const bin = (score: number): number => Math.max(0, Math.min(511, Math.floor((score + 0.5) * 256)));
    for (let i = 0; i < codes; i++) {
      const at = bin(this.#best[this.#codes[i] ?? 0] ?? 0);
      bins[at] = (bins[at] ?? 0) + 1;
    }
    let least = 511;
    for (let sum = bins[least] ?? 0; least > 0 && sum < CLOSELY; sum += bins[--least] ?? 0);
    const chosen: number[] = [];
    for (let i = 0; i < codes && chosen.length < 2 * CLOSELY; i++) {
      const code = this.#codes[i] ?? 0;
      if (bin(this.#best[code] ?? 0) >= least) chosen.push(code);
    }
    return chosen;
  }

  /** Notes by term which slots it fills. */
  #markTerms(slots: readonly Slot[]): void {
    slots.forEach(({ variants, from, to }, slot) => {
      const bit = 1 << slot;
      for (const { term } of variants) this.#termSlots[term] = (this.#termSlots[term] ?? 0) | bit;
      for (let term = from; term < to; term++) this.#termSlots[term] = (this.#termSlots[term] ?? 0) | bit;
    });
  }

  #unmarkTerms(slots: readonly Slot[]): void {
    for (const { variants, from, to } of slots) {
      for (const { term } of variants) this.#termSlots[term] = 0;
      this.#termSlots.fill(0, from, to);
    }
  }

  #slotsIn(phrase: number): number {
    const { 'phrase.start': starts, 'phrase.terms': terms } = this.#index;
    let filled = 0;
    for (let at = starts[phrase] ?? 0; at < (starts[phrase + 1] ?? 0); at++) {
      filled |= this.#termSlots[((terms[at] ?? 0) & ~OPTIONAL) >>> 0] ?? 0;
    }
    return filled;
  }

  #lookClosely(code: number, reading: Reading, total: number): Found {
    const { 'phrase.start': starts, 'phrase.terms': terms, 'code.title': titles } = this.#index;
    const { slots } = reading;
    const phrase = this.#bestPhrase[code] ?? 0;
    const first = starts[phrase] ?? 0;
    const end = starts[phrase + 1] ?? 0;
    let score = this.#best[code] ?? 0;
    let filled = 0;
    let inOrder = 0;
    let previous = -1;
    let unnamed = 0;
    for (let at = first; at < end; at++) {
      const marked = terms[at] ?? 0;
      const here = this.#termSlots[(marked & ~OPTIONAL) >>> 0] ?? 0;
      if (here === 0) {
        if ((marked & OPTIONAL) === 0) unnamed += this.#index['term.weight'][marked] ?? 0;
        continue;
      }
      const slot = 31 - Math.clz32(here);
      if (previous >= 0 && slot === previous + 1) inOrder++;
      previous = slot;
      filled |= here;
      if (at === first) score += WEIGHTS.head;
    }
    if (slots.length > 1) score += (WEIGHTS.order * inOrder) / (slots.length - 1);
    const lacking = ((1 << slots.length) - 1) & ~filled;
    if (lacking === 0 && unnamed < 1) score += WEIGHTS.same;
    let held = Math.min(1, (this.#held[phrase] ?? 0) / total);
    if (lacking !== 0) {
      const others = weightOf(slots, lacking & this.#slotsIn(titles[code] ?? 0)) / total;
      score += WEIGHTS.others * others;
      held += others;
    }
    return { code, phrase, score: score * reading.factor, held, reading };
  }

  /**
   * The billable code below a header that the words may mean: the one whose title holds most of what
   * the header's own phrase lacks, of those the one meant most often.
   */
  #below(
    { code, phrase, score, held, reading }: Found,
    slots: readonly Slot[],
    total: number,
    patternCosts: Float32Array,
  ): Found | undefined {
    const { 'code.end': ends, 'code.title': titles, 'code.prior': priors } = this.#index;
    const end = ends[code] ?? 0;
    if (end === code + 1) return undefined;
    const lacking = ((1 << slots.length) - 1) & ~this.#slotsIn(phrase);
    let best: Found | undefined;
    const own = -(patternCosts[this.#pattern[code] ?? 0] ?? 0) + WEIGHTS.prior * (priors[code] ?? 0);
    for (let below = code + 1; below < end && below <= code + LOOKED_BELOW; below++) {
      if (ends[below] !== below + 1) continue;
      const gained = lacking === 0 ? 0 : weightOf(slots, lacking & this.#slotsIn(titles[below] ?? 0)) / total;
      const standing = WEIGHTS.prior * (priors[below] ?? 0) - (patternCosts[this.#pattern[below] ?? 0] ?? 0);
      const reached = score + WEIGHTS.gained * gained + 0.5 * Math.min(0, standing - own) + 0.2 * standing;
      if (!best || reached > best.score)
        best = { code: below, phrase, score: reached, held: held + gained, reading };
    }
    if (best) best.score -= WEIGHTS.below;
    return best;
  }
}

export function byScore(a: Found, b: Found): number {
  return b.score - a.score || a.code - b.code;
}

function weightOf(slots: readonly Slot[], bits: number): number {
  let sum = 0;
  slots.forEach(({ weight }, slot) => {
    if ((bits >>> slot) & 1) sum += weight;
  });
  return sum;
}

/** By code the header right above it, counted from 1; 0 for a root. @param ends the number behind the last descendant of each */
function parentsOf(ends: Uint32Array): Uint32Array {
  const parents = new Uint32Array(ends.length);
  const open: number[] = [];
  for (let code = 0; code < ends.length; code++) {
    while (open.length > 0 && (ends[open.at(-1) ?? 0] ?? 0) <= code) open.pop();
    parents[code] = open.length > 0 ? (open.at(-1) ?? 0) + 1 : 0;
    open.push(code);
  }
  return parents;
}
