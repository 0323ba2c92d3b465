import type { Phrase, SearchTables } from '../pack.ts';
import type { CodeRow, Release } from '../release.ts';
import type { SearchLexicon } from './lexicon.ts';
import { cognate, stem, tokenise, wordsOf } from './normalise.ts';
import { phrasesOf } from './phrases.ts';
import { circumstancesOf, priorOf } from './standing.ts';

/**
 * The compiled search index. Everything is an array by number: codes by their place in the release,
 * phrases by their place in the pack's table, both from 0; terms (stems) and words in alphabetical order.
 */
export interface IndexTables {
  /** By code: how likely it is meant. */
  'code.prior': Float32Array;
  /** By code: its circumstances, as bits. */
  'code.circumstances': Uint32Array;
  /** By code: the number behind its last descendant, which all stand right after it. */
  'code.end': Uint32Array;
  /** By code: the phrase that is its title. */
  'code.title': Uint32Array;
  /** By phrase. */
  'phrase.code': Uint32Array;
  'phrase.kind': Uint8Array;
  /** By phrase: the sum of the weights of its essential terms. */
  'phrase.weight': Float32Array;
  /** By phrase, and one more: where its terms begin in `phrase.terms`. */
  'phrase.start': Uint32Array;
  /** The terms of the phrases in their order; {@link OPTIONAL} is set where a match does not need one. */
  'phrase.terms': Uint32Array;
  /** By term: how much it tells. */
  'term.weight': Float32Array;
  /** By term, and one more: where its phrases begin in `term.phrases`. */
  'term.start': Uint32Array;
  'term.phrases': Uint32Array;
  /** By word: its term. */
  'word.term': Uint32Array;
  /** By word: its letters, as bits. */
  'word.letters': Uint32Array;
  /** Hashes of what words have in common across languages, ascending, and the words they belong to. */
  'cognate.hash': Uint32Array;
  'cognate.word': Uint32Array;
}

/** Lines of text: words and terms in alphabetical order; the rewritings and translations, tab-separated. */
export interface TextTables {
  words: string;
  terms: string;
  abbreviations: string;
  synonyms: string;
  translations: string;
}

export const OPTIONAL = 0x8000_0000;

export const KINDS: readonly Phrase['kind'][] = [
  'title',
  'inclusion',
  'index',
  'external',
  'neoplasm',
  'drug',
  'synonym',
];

/** Words that tell next to nothing of what is meant, in titles and queries alike. */
const LIGHT = new Set(
  (
    'of the and or in to with by for an at from as on other unspecified specified nos nec not elsewhere classified ' +
    'type due encounter initial site part de la el los las del en con por y o un una al que se su lo ' +
    'disease disorder syndrome condition status autosomal recessive dominant linked hereditary familial inherited'
  ).split(' '),
);
const FUNCTION = new Set(
  'of the and or in to by for an at from as on nos nec de la el los las del en por y o un una al que se su lo'.split(
    ' ',
  ),
);

/** How much terms tell. */
const TELLING = {
  /** A number, at most: it counts only beside a word that it belongs to. */
  number: 2,
  /** What a word gains by being a main term wherever the index has it. */
  mainTerm: 0.5,
  function: 0.1,
  /** A light word, against a rare one. */
  light: 0.25,
};

/** What of a release makes it searchable. */
export function buildSearch(release: Release, lexicon: SearchLexicon): SearchTables {
  return buildSearchTables(release.codes, phrasesOf(release, lexicon), lexicon);
}

/**
 * Compiles the search index. The phrases come back in the order in which codes are meant, each once for
 * its code; the same input gives the same bytes.
 */
export function buildSearchTables(
  codes: readonly Pick<CodeRow, 'code' | 'title' | 'billable' | 'parent'>[],
  rows: readonly Phrase[],
  lexicon: Omit<SearchLexicon, 'phrases'>,
): SearchTables {
  const numbers = new Map(codes.map(({ code }, number) => [code, number]));
  const numberOf = (code: string): number => numbers.get(code) ?? 0;
  const priors = priorsOf(codes, rows, numberOf);
  const phrases = [...withoutRepeats(rows)].sort(
    (a, b) => (priors[numberOf(b.code)] ?? 0) - (priors[numberOf(a.code)] ?? 0),
  );
  const read = phrases.map(({ text }) => readPhrase(text));

  const words = [...new Set(read.flatMap((tokens) => tokens.map(({ word }) => word)))].sort();
  const terms = [...new Set(words.map(stem))].sort();
  const termNumbers = new Map(terms.map((term, number) => [term, number]));
  const termOf = new Map(words.map((word) => [word, termNumbers.get(stem(word)) ?? 0]));
  const sequences = read.map((tokens) =>
    tokens.map(({ word, optional }) => ((termOf.get(word) ?? 0) | (optional ? OPTIONAL : 0)) >>> 0),
  );
  const weights = weightsOf(terms, phrases, sequences);

  const start = new Uint32Array(phrases.length + 1);
  sequences.forEach((sequence, phrase) => (start[phrase + 1] = (start[phrase] ?? 0) + sequence.length));
  const titles = new Uint32Array(codes.length);
  phrases.forEach(({ code, kind }, phrase) => {
    if (kind === 'title') titles[numberOf(code)] = phrase;
  });
  const postings = postingsOf(sequences, terms.length);
  const cognates = words
    .map((word, number) => ({ hash: hashOf(cognate(word)), number, word }))
    .filter(({ word }) => cognate(word) !== '')
    .sort((a, b) => a.hash - b.hash || a.number - b.number);

  const arrays: IndexTables = {
    'code.prior': Float32Array.from(priors),
    'code.circumstances': Uint32Array.from(codes, ({ code, title }) => circumstancesOf(code, title)),
    'code.end': endsOf(codes, numbers),
    'code.title': titles,
    'phrase.code': Uint32Array.from(phrases, ({ code }) => numberOf(code)),
    'phrase.kind': Uint8Array.from(phrases, ({ kind }) => KINDS.indexOf(kind)),
    'phrase.weight': Float32Array.from(sequences, (sequence) => essentialWeight(sequence, weights)),
    'phrase.start': start,
    'phrase.terms': Uint32Array.from(sequences.flat()),
    'term.weight': weights,
    'term.start': postings.start,
    'term.phrases': postings.phrases,
    'word.term': Uint32Array.from(words, (word) => termOf.get(word) ?? 0),
    'word.letters': Uint32Array.from(words, lettersOf),
    'cognate.hash': Uint32Array.from(cognates, ({ hash }) => hash),
    'cognate.word': Uint32Array.from(cognates, ({ number }) => number),
  };
  const texts: TextTables = {
    words: words.join('\n'),
    terms: terms.join('\n'),
    abbreviations: rewritingLines(lexicon.abbreviations),
    synonyms: rewritingLines(lexicon.synonyms),
    translations: lexicon.translations
      .map(({ from, to, probability }) => `${wordsOf(from)}\t${wordsOf(to)}\t${probability.toFixed(3)}`)
      .join('\n'),
  };
  const tables = new Map<string, Uint8Array>();
  for (const [name, array] of Object.entries(arrays) as [string, Uint32Array][]) {
    tables.set(name, new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  for (const [name, text] of Object.entries(texts) as [string, string][]) {
    tables.set(name, new TextEncoder().encode(text));
  }
  return { phrases, tables };
}

function rewritingLines(rewritings: SearchLexicon['synonyms']): string {
  return rewritings
    .map(({ typed, meant }) => [wordsOf(typed), wordsOf(meant)] as const)
    .filter(([typed, meant]) => typed !== '' && meant !== '' && typed !== meant)
    .map((pair) => pair.join('\t'))
    .join('\n');
}

/** The letters of a word, one bit each; digits share one. */
export function lettersOf(word: string): number {
  let bits = 0;
  for (let i = 0; i < word.length; i++) {
    const letter = word.charCodeAt(i) - 97;
    bits |= letter >= 0 && letter < 26 ? 1 << letter : 1 << 26;
  }
  return bits >>> 0;
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Whether a term of a query tells next to nothing by itself. */
export function isFunctionWord(word: string): boolean {
  return FUNCTION.has(word);
}

interface PhraseToken {
  word: string;
  optional: boolean;
}

/**
 * The words of a phrase. Optional are nonessential modifiers (in parentheses), synonyms (in brackets) and the other forms of a
 * term that stand after its comma ("Diabetes, diabetic").
 */
function readPhrase(text: string): PhraseToken[] {
  let depth = 0;
  let at = 0;
  const seen: string[] = [];
  return tokenise(text).map(({ word, start, end }) => {
    for (; at < start; at++) {
      if (text[at] === '(' || text[at] === '[') depth++;
      else if ((text[at] === ')' || text[at] === ']') && depth > 0) depth--;
    }
    at = end;
    const form =
      word.length > 4 && seen.some((other) => other.length > 4 && other.slice(0, 5) === word.slice(0, 5));
    seen.push(word);
    return { word, optional: depth > 0 || form };
  });
}

/** The rows without those that say of the same code what another says of it. */
function* withoutRepeats(rows: readonly Phrase[]): Iterable<Phrase> {
  const said = new Set<string>();
  for (const row of rows) {
    const key = `${row.code} ${wordsOf(row.text)}`;
    if (row.kind === 'title' || !said.has(key)) yield row;
    said.add(key);
  }
}

function priorsOf(
  codes: readonly Pick<CodeRow, 'code' | 'title' | 'billable' | 'parent'>[],
  rows: readonly Phrase[],
  numberOf: (code: string) => number,
): number[] {
  const terms = new Float64Array(codes.length);
  const mainTerm = new Uint8Array(codes.length);
  for (const { code, kind, text } of rows) {
    if (kind !== 'index' && kind !== 'inclusion') continue;
    const number = numberOf(code);
    terms[number] = (terms[number] ?? 0) + 1;
    if (kind === 'index' && !text.includes('›')) mainTerm[number] = 1;
  }
  return codes.map(({ code, title, billable, parent }, number) => {
    // Terms that lead to a header also speak for the codes below it; headers stand before these.
    if (parent !== null) terms[number] = (terms[number] ?? 0) + (terms[numberOf(parent)] ?? 0) / 2;
    return priorOf(code, title, { billable, terms: terms[number] ?? 0, mainTerm: mainTerm[number] === 1 });
  });
}

/** How much each term tells: the rarer among subcategories and the more a main term, the more. */
function weightsOf(
  terms: readonly string[],
  phrases: readonly Phrase[],
  sequences: readonly number[][],
): Float32Array {
  const subcategories = new Map<string, number>();
  const seen = new Set<number>();
  const frequency = new Uint32Array(terms.length);
  phrases.forEach(({ code }, phrase) => {
    // Codes that differ in side, encounter or detail alone are one condition.
    const subcategory = code.slice(0, 5);
    let number = subcategories.get(subcategory);
    if (number === undefined) subcategories.set(subcategory, (number = subcategories.size));
    for (const marked of sequences[phrase] ?? []) {
      const term = (marked & ~OPTIONAL) >>> 0;
      const key = number * terms.length + term;
      if (seen.has(key)) continue;
      seen.add(key);
      frequency[term] = (frequency[term] ?? 0) + 1;
    }
  });
  const asMainTerm = new Uint32Array(terms.length);
  const inIndex = new Uint32Array(terms.length);
  phrases.forEach(({ kind }, phrase) => {
    if (kind !== 'index') return;
    sequences[phrase]?.forEach((marked, place) => {
      const term = (marked & ~OPTIONAL) >>> 0;
      inIndex[term] = (inIndex[term] ?? 0) + 1;
      if (place === 0) asMainTerm[term] = (asMainTerm[term] ?? 0) + 1;
    });
  });
  const light = new Set([...LIGHT].map(stem));
  return Float32Array.from(terms, (term, number) => {
    if (FUNCTION.has(term)) return TELLING.function;
    const rarity = Math.log(1 + subcategories.size / (1 + (frequency[number] ?? 0)));
    if (light.has(term)) return TELLING.light * Math.min(3, rarity);
    if (/^\d+$/.test(term)) return Math.min(TELLING.number, rarity);
    return rarity * (1 + (TELLING.mainTerm * (asMainTerm[number] ?? 0)) / (3 + (inIndex[number] ?? 0)));
  });
}

function essentialWeight(sequence: readonly number[], weights: Float32Array): number {
  const essential = new Set(sequence.filter((term) => (term & OPTIONAL) === 0));
  let sum = 0;
  for (const term of essential) sum += weights[term] ?? 0;
  return sum;
}

function postingsOf(
  sequences: readonly number[][],
  terms: number,
): { start: Uint32Array; phrases: Uint32Array } {
  const distinct = sequences.map((sequence) => [
    ...new Set(sequence.map((term) => (term & ~OPTIONAL) >>> 0)),
  ]);
  const start = new Uint32Array(terms + 1);
  for (const sequence of distinct) for (const term of sequence) start[term + 1] = (start[term + 1] ?? 0) + 1;
  for (let term = 0; term < terms; term++) start[term + 1] = (start[term + 1] ?? 0) + (start[term] ?? 0);
  const next = start.slice();
  const phrases = new Uint32Array(start[terms] ?? 0);
  distinct.forEach((sequence, phrase) => {
    for (const term of sequence) {
      const place = next[term] ?? 0;
      phrases[place] = phrase;
      next[term] = place + 1;
    }
  });
  return { start, phrases };
}

/** By code, the number behind its last descendant: parents stand before their children. */
function endsOf(
  codes: readonly Pick<CodeRow, 'parent'>[],
  numbers: ReadonlyMap<string, number>,
): Uint32Array {
  const ends = Uint32Array.from(codes, (_, number) => number + 1);
  for (let number = codes.length - 1; number >= 0; number--) {
    const parent = codes[number]?.parent ?? null;
    const above = parent === null ? undefined : numbers.get(parent);
    if (above !== undefined) ends[above] = Math.max(ends[above] ?? 0, ends[number] ?? 0);
  }
  return ends;
}
