import type { Language } from '../../shared/chart.ts';
import type { EvidenceSource, MentionContext } from '../../shared/coding.ts';
import { CognateIndex } from './cognates.ts';
import type { Layout } from './layout.ts';
import { contentOf, phraseNumbers, type Lexicon, type Phrases } from './lexicon.ts';
import { Rivals } from './rivals.ts';
import { sidesNear, type Side } from './sides.ts';
import { matchTerms, type TermMatch, type WordReadings } from './termIndex.ts';
import { isFunctionWord, type Words } from './words.ts';

/**
 * What the mention model sees of words that speak for a code. The order is part of the model pack's
 * contract: mention-fusion.onnx was fitted on exactly these columns.
 */
export const MENTION_FEATURES = [
  'phrase.precision',
  'phrase.documents',
  'phrase.share',
  'phrase.annotated',
  'phrase.spans',
  'phrase.written',
  'phrase.gaps',
  'phrase.coverage',
  'side',
  'side.derived',
  'catalogue.coverage',
  'catalogue.mass',
  'catalogue.words',
  'catalogue.lead',
  'catalogue.rivals',
  'span.words',
  'span.content',
  'span.characters',
  'cover.phrase',
  'cover.written',
  'rival.precision',
  'rival.written',
  'prior',
  'prior.category',
  'negated',
  'uncertain',
  'history',
  'family',
  'hypothetical',
  'planned',
  'repeat',
  'place',
  'words',
  'tag.first',
  'tag.inside',
  'tag.before',
  'tag.after',
] as const;
type MentionFeature = (typeof MENTION_FEATURES)[number];
const COLUMN = Object.fromEntries(MENTION_FEATURES.map((name, column) => [name, column])) as Record<
  MentionFeature,
  number
>;

/** Words of a document that speak for a code. */
export interface Mention {
  code: string;
  /** Word range [from, to). */
  from: number;
  to: number;
  source: Extract<EvidenceSource, 'lexicon' | 'catalogue'>;
  /** How the words bear on the patient, as far as this code is concerned. */
  context: MentionContext;
  /** Values in the order of {@link MENTION_FEATURES}. */
  features: Float32Array;
}

/** What is read of one document before its mentions are found. */
export interface DocumentReading {
  words: Words;
  language: Language;
  layout: Layout;
  /** How the words in the range [from, to) bear on the patient. */
  contextOf: (from: number, to: number) => MentionContext;
  /** Label-attention logit of each code that has a label. */
  logits: ReadonlyMap<string, number>;
  /**
   * The tagger's view of each word, for the code system in hand: how likely it begins, and how likely it
   * lies in, a mention that a coder would mark. Empty where the pack has no tagger.
   */
  tags: { first: Float32Array; inside: Float32Array };
}

/**
 * A context as it bears on one code: codes for a personal history or status are about the past, those
 * for a family history (Z80-Z84) about relatives, those for screening and immunisation about what is
 * feared or to come, so for them such a mention holds. So it does for an old infarction and for sequelae.
 */
export function contextForCode(code: string, context: MentionContext): MentionContext {
  const holds =
    (context === 'history' && /^(?:Z|I25\.2|I69)/.test(code)) ||
    (context === 'family' && /^Z8[0-4]/.test(code)) ||
    ((context === 'hypothetical' || context === 'planned') && /^Z(?:1[1-3]|23)/.test(code));
  return holds ? 'affirmed' : context;
}

const CATALOGUE_COVERAGE = 0.55;
const BAG_COVERAGE = 0.6;
/** Partly matching phrases that are looked at over one word. */
const PARTIAL_A_WORD = 3;
const REACH = 8;
/** Codes that catalogue words bring in: so many of any document, and one more for each so many words. */
const CATALOGUE_CODES = 80;
const WORDS_A_CODE = 6;
/** Places of the catalogue's words that are kept for one code. */
const PLACES_A_CODE = 3;

/** Finds the words that speak for codes: phrases in order, phrases in any order, catalogue terms. */
export class MentionFinder {
  readonly #lexicon: Lexicon;
  readonly #cognates: CognateIndex;
  readonly #phraseNumbers: Record<Language, ReadonlyMap<string, number>>;
  readonly #bagWords: Record<Language, ReadonlyMap<string, number>>;
  readonly #alike: Record<Language, CognateIndex>;
  readonly #categoryPriors = new Map<string, number>();

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#cognates = new CognateIndex(lexicon.catalogue.index.words);
    const numbers = (list: readonly string[]): Map<string, number> =>
      new Map(list.map((entry, number) => [entry, number]));
    this.#phraseNumbers = {
      en: phraseNumbers(lexicon.phrases.en.stems),
      es: phraseNumbers(lexicon.phrases.es.stems),
    };
    this.#bagWords = {
      en: numbers(lexicon.phrases.en.bags.words),
      es: numbers(lexicon.phrases.es.bags.words),
    };
    this.#alike = {
      en: new CognateIndex(lexicon.phrases.en.bags.words),
      es: new CognateIndex(lexicon.phrases.es.bags.words),
    };
    for (const [code, count] of lexicon.priors) {
      const category = code.slice(0, 3);
      this.#categoryPriors.set(category, (this.#categoryPriors.get(category) ?? 0) + count);
    }
  }

  /** All mentions of a document, one for each code and word range, in no particular order. */
  find(document: DocumentReading): Mention[] {
    const found = new Mentions(document);
    this.#readPhrases(document, found);
    this.#readBags(document, found);
    this.#readCatalogue(document, found);
    this.#takeSides(document, found);
    const mentions = found.all();
    this.#finish(document, mentions);
    return mentions;
  }

  /** Training documents with each code. */
  get trainingDocuments(): ReadonlyMap<string, number> {
    return this.#lexicon.priors;
  }

  /** Log of how often training documents have the code. */
  prior(code: string): number {
    return Math.log(((this.#lexicon.priors.get(code) ?? 0) + 0.3) / this.#lexicon.trainingDocuments);
  }

  /** Log of how often training documents have a code of the category, counted by code. */
  categoryPrior(code: string): number {
    return Math.log(
      ((this.#categoryPriors.get(code.slice(0, 3)) ?? 0) + 0.3) / this.#lexicon.trainingDocuments,
    );
  }

  #readPhrases({ words, language }: DocumentReading, found: Mentions): void {
    const { stems } = words;
    const numbers = this.#phraseNumbers[language];
    for (let from = 0; from < stems.length; from++) {
      let key = '';
      for (let to = from + 1; to <= stems.length; to++) {
        const stem = stems[to - 1] ?? '';
        if (stem === '') break;
        key = key === '' ? stem : `${key} ${stem}`;
        const phrase = numbers.get(key);
        if (phrase === undefined) break;
        if (phrase >= 0) this.#addPhrase(language, phrase, from, to, 0, 1, found);
      }
    }
  }

  #readBags({ words, language, contextOf }: DocumentReading, found: Mentions): void {
    const { bags, bagPhrase, stems } = this.#lexicon.phrases[language];
    const denied = deniedWords(words, contextOf);
    const numbers = this.#bagWords[language];
    const alike = this.#alike[language];
    const readings = words.stems.map((stem): WordReadings => {
      const number = numbers.get(stem);
      return number === undefined ? alike.find(stem) : [[number, 1]];
    });
    const partial: (TermMatch & { phrase: number })[] = [];
    for (const match of matchTerms(bags, words, readings, BAG_COVERAGE, REACH)) {
      const phrase = bagPhrase[match.term] ?? 0;
      const named = (stems[phrase] ?? '').split(' ');
      if (partlyDenied(denied, match) && !named.some((stem) => DENIALS.has(stem))) continue;
      if (!numbersStand(words, match, named)) continue;
      if (match.coverage < 0.999) {
        partial.push({ ...match, phrase });
        continue;
      }
      const size = (bags.termStart[match.term + 1] ?? 0) - (bags.termStart[match.term] ?? 0);
      const gaps = contentWords(words, match.from, match.to) - size;
      this.#addPhrase(language, phrase, match.from, match.to, gaps + 1, 1, found);
    }
    // Of phrases that the text has in part, those that it has most of: a few for each word.
    const taken = new Uint8Array(words.stems.length);
    const value = ({ mass, coverage, from, to }: TermMatch): number =>
      (mass * coverage) / (1 + (to - from) / 8);
    for (const match of partial.sort((a, b) => value(b) - value(a) || a.from - b.from || a.term - b.term)) {
      const here = taken.subarray(match.from, match.to);
      if (here.every((count) => count >= PARTIAL_A_WORD)) continue;
      for (let w = 0; w < here.length; w++) here[w] = (here[w] ?? 0) + 1;
      const gaps =
        contentWords(words, match.from, match.to) - contentOf((stems[match.phrase] ?? '').split(' ')).length;
      this.#addPhrase(
        language,
        match.phrase,
        match.from,
        match.to,
        Math.max(0, gaps) + 1,
        match.coverage,
        found,
      );
    }
  }

  /**
   * @param gaps 0 for words in order; one and the words between them for words in any order
   * @param coverage weight of the phrase's words that are there over the weight of all
   */
  #addPhrase(
    language: Language,
    phrase: number,
    from: number,
    to: number,
    gaps: number,
    coverage: number,
    found: Mentions,
  ): void {
    const { codes } = this.#lexicon;
    const phrases: Phrases = this.#lexicon.phrases[language];
    const documents = phrases.documents[phrase] ?? 0;
    const spans = phrases.spans[phrase] ?? 0;
    for (let pair = phrases.pairStart[phrase] ?? 0; pair < (phrases.pairStart[phrase + 1] ?? 0); pair++) {
      const features = found.at(codes[phrases.pairCode[pair] ?? 0] ?? '', from, to, 'lexicon').features;
      // Compared with what a float32 keeps of it.
      const precision = Math.fround((phrases.pairHits[pair] ?? 0) / (documents + 0.5));
      const written = phrases.pairWritten[pair] ?? 0;
      // The same words may be several phrases in another order; words in order come first and stand.
      const value = coverage * (precision + written);
      const known =
        (features[COLUMN['phrase.coverage']] ?? 0) *
        ((features[COLUMN['phrase.precision']] ?? 0) + (features[COLUMN['phrase.written']] ?? 0));
      if (features[COLUMN['phrase.documents']] !== NONE && value <= known) continue;
      features[COLUMN['phrase.precision']] = precision;
      features[COLUMN['phrase.documents']] = Math.log1p(documents);
      features[COLUMN['phrase.share']] = spans === 0 ? 0 : (phrases.pairSpans[pair] ?? 0) / spans;
      features[COLUMN['phrase.annotated']] = spans / (documents + 0.5);
      features[COLUMN['phrase.spans']] = Math.log1p(phrases.pairSpans[pair] ?? 0);
      features[COLUMN['phrase.written']] = written;
      features[COLUMN['phrase.gaps']] = gaps;
      features[COLUMN['phrase.coverage']] = coverage;
    }
  }

  /** Titles and index terms, for every code of the catalogue. */
  #readCatalogue({ words, language, contextOf }: DocumentReading, found: Mentions): void {
    const { catalogue, codes } = this.#lexicon;
    const readings = words.stems.map((stem) => this.#catalogueReadings(stem, language));
    const denied = deniedWords(words, contextOf);
    const perCode = new Map<
      number,
      { term: number; from: number; to: number; value: number; coverage: number; mass: number }[]
    >();
    for (const { term, from, to, coverage, mass } of matchTerms(
      catalogue.index,
      words,
      readings,
      CATALOGUE_COVERAGE,
      REACH,
    )) {
      // "Reflux without esophagitis" does not name reflux with esophagitis, though all its words are there.
      if (partlyDenied(denied, { from, to }) && catalogue.denies[term] !== 1) continue;
      if (!numbersStand(words, { from, to }, this.#termStems(term))) continue;
      const value = (mass * coverage ** 2) / (1 + Math.max(0, to - from - 4) / 8);
      const code = catalogue.termCode[term] ?? 0;
      const places = perCode.get(code) ?? [];
      perCode.set(code, places);
      places.push({ term, from, to, value, coverage, mass });
    }
    const ranked = [...perCode]
      .map(([code, places]) => ({
        code,
        places: places.sort((a, b) => b.value - a.value || a.from - b.from),
      }))
      .sort((a, b) => (b.places[0]?.value ?? 0) - (a.places[0]?.value ?? 0) || a.code - b.code)
      .slice(0, CATALOGUE_CODES + words.stems.length / WORDS_A_CODE);
    const rivals = new Rivals(words.stems.length);
    for (const { code, places } of ranked) {
      for (const { from, to, value } of places) rivals.claim(codes[code] ?? '', from, to, value);
    }
    for (const { code, places } of ranked) {
      const kept: typeof places = [];
      for (const place of places) {
        if (kept.length >= PLACES_A_CODE || place.value < 0.6 * (places[0]?.value ?? 0)) break;
        if (kept.every(({ from, to }) => to <= place.from || place.to <= from)) kept.push(place);
      }
      for (const { term, from, to, value, coverage, mass } of kept) {
        const written = codes[code] ?? '';
        const { features } = found.at(written, from, to, 'catalogue');
        features[COLUMN['catalogue.coverage']] = coverage;
        features[COLUMN['catalogue.mass']] = mass;
        features[COLUMN['catalogue.words']] =
          (catalogue.index.termStart[term + 1] ?? 0) - (catalogue.index.termStart[term] ?? 0);
        features[COLUMN['catalogue.lead']] = value - rivals.over(written, from, to);
      }
    }
  }

  #termStems(term: number): string[] {
    const { index } = this.#lexicon.catalogue;
    const numbers = index.termWords.subarray(index.termStart[term], index.termStart[term + 1]);
    return Array.from(numbers, (word) => index.words[word] ?? '');
  }

  #catalogueReadings(stem: string, language: Language): WordReadings {
    const { catalogue } = this.#lexicon;
    const same = catalogue.wordNumbers.get(stem);
    if (language === 'en') return same === undefined ? [] : [[same, 1]];
    const translated = catalogue.translations.get(stem) ?? [];
    if (same !== undefined) return [[same, 1], ...translated.filter(([word]) => word !== same)];
    return translated.length > 0 ? translated : this.#cognates.find(stem);
  }

  /**
   * Codes that differ from another in the side alone: where a side stands near the words that name one of
   * them, those words and the side name its sibling of that side.
   */
  #takeSides({ words, language }: DocumentReading, found: Mentions): void {
    const sides = sidesNear(words, language);
    for (const mention of found.all()) {
      const own = this.#lexicon.sides.get(mention.code);
      if (!own) continue;
      const near = sides(mention.from, mention.to);
      if (!near) continue;
      mention.features[COLUMN['side']] = agreement(own.side, near.side);
      if (own.side === near.side) continue;
      const sibling = this.#lexicon.siblings.get(own.group)?.[near.side];
      if (!sibling) continue;
      const from = Math.min(mention.from, near.at);
      const to = Math.max(mention.to, near.at + 1);
      const derived = found.at(sibling, from, to, mention.source);
      if (
        derived.features[COLUMN['phrase.documents']] === NONE &&
        derived.features[COLUMN['catalogue.coverage']] === 0
      ) {
        derived.features.set(mention.features);
        derived.context = mention.context;
        derived.features[COLUMN['side.derived']] = 1;
      }
      derived.features[COLUMN['side']] = 1;
    }
  }

  /** Features that need all mentions. */
  #finish(document: DocumentReading, mentions: readonly Mention[]): void {
    const { words, tags } = document;
    const count = words.stems.length;
    const longestPhrase = new Int32Array(count);
    const longestWritten = new Int32Array(count);
    const byWord: Mention[][] = words.stems.map(() => []);
    for (const mention of mentions) {
      const { from, to, features, source } = mention;
      for (let w = from; w < to; w++) {
        byWord[w]?.push(mention);
        if (source !== 'lexicon') continue;
        if ((features[COLUMN['phrase.spans']] ?? 0) > 0)
          longestPhrase[w] = Math.max(longestPhrase[w] ?? 0, to - from);
        if ((features[COLUMN['phrase.written']] ?? 0) > 0)
          longestWritten[w] = Math.max(longestWritten[w] ?? 0, to - from);
      }
    }
    const seen = new Map<string, number>();
    for (const mention of [...mentions].sort((a, b) => a.from - b.from || a.to - b.to)) {
      const { code, from, to, context, features } = mention;
      const longest = (of: Int32Array): number =>
        of.subarray(from, to).reduce((most, n) => Math.max(most, n), 0);
      features[COLUMN['span.words']] = to - from;
      features[COLUMN['span.content']] = contentWords(words, from, to);
      features[COLUMN['span.characters']] = (words.ends[to - 1] ?? 0) - (words.starts[from] ?? 0);
      features[COLUMN['cover.phrase']] = longest(longestPhrase) - (to - from);
      features[COLUMN['cover.written']] = longest(longestWritten) - (to - from);
      let precision = 0;
      let written = 0;
      const rivals = new Set<string>();
      for (let w = from; w < to; w++) {
        for (const other of byWord[w] ?? []) {
          if (other.code === code) continue;
          precision = Math.max(precision, other.features[COLUMN['phrase.precision']] ?? 0);
          written = Math.max(
            written,
            (other.features[COLUMN['phrase.written']] ?? 0) * (other.to - other.from),
          );
          if (
            (other.features[COLUMN['catalogue.coverage']] ?? 0) >=
            (features[COLUMN['catalogue.coverage']] ?? 0)
          )
            rivals.add(other.code);
        }
      }
      features[COLUMN['rival.precision']] = precision;
      features[COLUMN['rival.written']] = written;
      features[COLUMN['catalogue.rivals']] = Math.log1p(rivals.size);
      features[COLUMN['prior']] = this.prior(code);
      features[COLUMN['prior.category']] = this.categoryPrior(code);
      if (context !== 'affirmed') features[COLUMN[context]] = 1;
      features[COLUMN['repeat']] = seen.get(code) ?? 0;
      seen.set(code, (seen.get(code) ?? 0) + 1);
      features[COLUMN['place']] = from / count;
      features[COLUMN['words']] = Math.log1p(count);
      if (tags.first.length === 0) continue;
      let inside = 0;
      for (let w = from; w < to; w++) inside += tags.inside[w] ?? 0;
      features[COLUMN['tag.first']] = tags.first[from] ?? 0;
      features[COLUMN['tag.inside']] = inside / (to - from);
      features[COLUMN['tag.before']] = tags.inside[from - 1] ?? 0;
      // The word after belongs to this mention only if it does not begin another.
      features[COLUMN['tag.after']] = Math.max(0, (tags.inside[to] ?? 0) - (tags.first[to] ?? 0));
    }
  }
}

/** 1 where a code's side is the one that stands in the text, -1 where it is the other, less for a code that leaves it open. */
function agreement(own: Side, near: Side): number {
  if (own === near) return 1;
  return own === 'unspecified' ? -0.5 : -1;
}

/** Marks a phrase feature that was not set yet. */
const NONE = -1;

/** Stems by which a phrase itself denies one of its words. */
const DENIALS = new Set(['without', 'no', 'not', 'non', 'sin', 'ni', 'negativ', 'negative']);

function deniedWords({ stems }: Words, contextOf: DocumentReading['contextOf']): boolean[] {
  return stems.map((_, w) => contextOf(w, w + 1) === 'negated');
}

/** Whether a text denies some of the words in a range and not others. */
function partlyDenied(denied: readonly boolean[], { from, to }: Pick<TermMatch, 'from' | 'to'>): boolean {
  const own = denied.slice(from, to);
  return own.some(Boolean) && !own.every(Boolean);
}

/** Whether each number of a term stands beside another of its words: the 2 of "type 2" is no stage. */
function numbersStand(
  { stems }: Words,
  { from, to }: Pick<TermMatch, 'from' | 'to'>,
  term: readonly string[],
): boolean {
  return term.every((stem) => {
    if (!/^\d/.test(stem)) return true;
    for (let w = from; w < to; w++) {
      if (stems[w] !== stem) continue;
      if ([stems[w - 1], stems[w + 1]].some((beside) => beside !== undefined && term.includes(beside)))
        return true;
    }
    return term.length === 1;
  });
}

function contentWords({ stems }: Words, from: number, to: number): number {
  let count = 0;
  for (let w = from; w < to; w++) if (!isFunctionWord(stems[w] ?? '')) count += 1;
  return count;
}

/** The mentions of a document while they are found: one for each code and word range. */
class Mentions {
  readonly #document: DocumentReading;
  readonly #found = new Map<string, Mention>();

  constructor(document: DocumentReading) {
    this.#document = document;
  }

  at(code: string, from: number, to: number, source: Mention['source']): Mention {
    const key = `${code} ${from} ${to}`;
    let mention = this.#found.get(key);
    if (!mention) {
      const features = new Float32Array(MENTION_FEATURES.length);
      features[COLUMN['phrase.documents']] = NONE;
      const context = contextForCode(code, this.#document.contextOf(from, to));
      mention = { code, from, to, source, context, features };
      this.#found.set(key, mention);
    }
    return mention;
  }

  all(): Mention[] {
    return [...this.#found.values()];
  }
}
