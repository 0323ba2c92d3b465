import type { Language } from '../../shared/chart.ts';
import type { EvidenceSource, MentionContext } from '../../shared/coding.ts';
import { CognateIndex } from './cognates.ts';
import type { CatalogueTerms, Lexicon, Phrase } from './lexicon.ts';
import { matchTerms, type TermMatch, type WordReadings } from './termIndex.ts';
import type { Words } from './words.ts';

/** Words of a document that speak for a code. */
export interface Mention {
  /** Word range [from, to). */
  from: number;
  to: number;
  source: Extract<EvidenceSource, 'lexicon' | 'catalogue'>;
  /** How strongly these words alone speak for the code; comparable within one source only. */
  strength: number;
  /** How the words bear on the patient, as far as this code is concerned. */
  context: MentionContext;
}

/** A code under consideration for one document. */
export interface Candidate {
  code: string;
  /** Values in the order of {@link FEATURES}. */
  features: Float32Array;
  mentions: Mention[];
}

/**
 * What the fusion sees of a candidate. The order is part of the model pack's contract: fusion.onnx
 * was fitted on exactly these columns.
 */
export const FEATURES = [
  'lexicon.precision',
  'lexicon.words',
  'lexicon.documents',
  'lexicon.share',
  'lexicon.phrases',
  'lexicon.noisyOr',
  'lexicon.characters',
  'lexicon.shadow',
  'bag.strength',
  'bag.spread',
  'bag.precision',
  'prior',
  'catalogue.coverage',
  'catalogue.mass',
  'catalogue.words',
  'catalogue.rank',
  'catalogue.shadow',
  'catalogue.spread',
  'model.logit',
  'model.rank',
  'category.lexicon',
  'category.catalogue',
  'category.model',
  'mentions',
  'lexicon.uncertain',
  'lexicon.history',
  'lexicon.negated',
  'mentions.first',
  'spanish',
  'words',
] as const;
type Feature = (typeof FEATURES)[number];
const COLUMN = Object.fromEntries(FEATURES.map((name, column) => [name, column])) as Record<Feature, number>;

const NOT_AFFIRMED = {
  uncertain: 'lexicon.uncertain',
  history: 'lexicon.history',
  negated: 'lexicon.negated',
  family: 'lexicon.negated',
} as const satisfies Record<Exclude<MentionContext, 'affirmed'>, Feature>;

/**
 * A context as it bears on one code: codes for a personal history or status are about the past, those
 * for a family history (Z80-Z84) about relatives, so for them such a mention holds.
 */
export function contextForCode(code: string, context: MentionContext): MentionContext {
  if (context === 'history' && code.startsWith('Z')) return 'affirmed';
  if (context === 'family' && /^Z8[0-4]/.test(code)) return 'affirmed';
  return context;
}

/** Catalogue candidates of any document, and one more for each so many words. */
const CATALOGUE_CANDIDATES = 60;
const WORDS_A_CANDIDATE = 8;
const MODEL_CANDIDATES = 30;
const CATALOGUE_COVERAGE = 0.55;
const REACH = 8;
/** Stands for the logit of a code that has no label of its own. */
const NO_LOGIT = -20;

/** A candidate's features as they would be had the text said nothing of the code but what it affirms. */
export function affirmedOnly(features: Float32Array): Float32Array {
  const affirmed = features.slice();
  for (const feature of Object.values(NOT_AFFIRMED)) affirmed[COLUMN[feature]] = 0;
  return affirmed;
}

/** Everything {@link CandidateFinder} reads of one document. */
export interface DocumentReading {
  words: Words;
  language: Language;
  /** How the words in the range [from, to) bear on the patient. */
  contextOf: (from: number, to: number) => MentionContext;
  /** Label-attention logit of each code that has a label. */
  logits: ReadonlyMap<string, number>;
}

/** Proposes codes for documents: the lexicon's phrases, the catalogue's words, the model's labels. */
export class CandidateFinder {
  readonly #lexicon: Lexicon;
  readonly #cognates: CognateIndex;
  readonly #bagNumbers: Record<Language, Map<string, number>>;

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#cognates = new CognateIndex(lexicon.catalogue.index.words);
    const numbers = (language: Language): Map<string, number> =>
      new Map(lexicon.phrases[language].index.words.map((word, number) => [word, number]));
    this.#bagNumbers = { en: numbers('en'), es: numbers('es') };
  }

  /** All codes that anything in the document speaks for, with their features, in no particular order. */
  propose(document: DocumentReading): Candidate[] {
    const candidates = new Map<string, Candidate>();
    const candidate = (code: string): Candidate => {
      let found = candidates.get(code);
      if (!found) {
        found = { code, features: new Float32Array(FEATURES.length), mentions: [] };
        found.features[COLUMN['model.logit']] = NO_LOGIT;
        found.features[COLUMN['model.rank']] = 999;
        found.features[COLUMN['catalogue.rank']] = 999;
        found.features[COLUMN['bag.spread']] = 99;
        found.features[COLUMN['catalogue.spread']] = 99;
        candidates.set(code, found);
      }
      return found;
    };
    this.#readPhrases(document, candidate);
    this.#readBags(document, candidate);
    this.#readCatalogue(document, candidate);
    readLogits(document.logits, candidate, candidates);
    this.#finish(document, [...candidates.values()]);
    return [...candidates.values()];
  }

  /** Learned phrases, word for word. */
  #readPhrases(
    { words, language, contextOf }: DocumentReading,
    candidate: (code: string) => Candidate,
  ): void {
    const found: { phrase: Phrase; from: number; to: number }[] = [];
    const longest = new Int32Array(words.stems.length);
    for (let from = 0; from < words.stems.length; from++) {
      let node = this.#lexicon.phrases[language].root;
      for (let to = from; to < words.stems.length;) {
        const next = node.next.get(words.stems[to] ?? '');
        if (!next) break;
        node = next;
        to += 1;
        if (!node.phrase) continue;
        found.push({ phrase: node.phrase, from, to });
        for (let w = from; w < to; w++) longest[w] = Math.max(longest[w] ?? 0, to - from);
      }
    }
    const counted = new Set<string>();
    for (const { phrase, from, to } of found) {
      const context = contextOf(from, to);
      const kind = `${phrase.stems.join(' ')} ${context}`;
      const again = counted.has(kind);
      counted.add(kind);
      for (const { code, spans, hits } of phrase.codes) {
        const { features, mentions } = candidate(code);
        const precision = hits / (phrase.documents + 0.5);
        const own = contextForCode(code, context);
        mentions.push({ from, to, source: 'lexicon', strength: precision, context: own });
        if (again) continue;
        if (own !== 'affirmed') {
          const column = COLUMN[NOT_AFFIRMED[own]];
          features[column] = Math.max(features[column] ?? 0, precision);
          continue;
        }
        if (precision > (features[COLUMN['lexicon.precision']] ?? 0)) {
          features[COLUMN['lexicon.precision']] = precision;
          features[COLUMN['lexicon.words']] = to - from;
          features[COLUMN['lexicon.documents']] = Math.log1p(phrase.documents);
          features[COLUMN['lexicon.share']] = spans / phrase.spans;
          features[COLUMN['lexicon.characters']] = phrase.stems.join('').length;
          let covering = 0;
          for (let w = from; w < to; w++) covering = Math.max(covering, longest[w] ?? 0);
          features[COLUMN['lexicon.shadow']] = covering - (to - from);
        }
        features[COLUMN['lexicon.phrases']] = (features[COLUMN['lexicon.phrases']] ?? 0) + 1;
        const noisyOr = features[COLUMN['lexicon.noisyOr']] ?? 0;
        features[COLUMN['lexicon.noisyOr']] = 1 - (1 - noisyOr) * (1 - precision);
      }
    }
  }

  /** Learned phrases with their content words near each other in any order. */
  #readBags({ words, language, contextOf }: DocumentReading, candidate: (code: string) => Candidate): void {
    const { index, bags } = this.#lexicon.phrases[language];
    const numbers = this.#bagNumbers[language];
    const readings = words.stems.map((stem): WordReadings => {
      const number = numbers.get(stem);
      return number === undefined ? [] : [[number, 1]];
    });
    for (const { term, from, to, coverage } of matchTerms(index, words, readings, 0.999, REACH)) {
      const phrase = bags[term];
      if (!phrase) continue;
      const size = (index.termStart[term + 1] ?? 0) - (index.termStart[term] ?? 0);
      const spread = to - from - size;
      const strength = (coverage * size) / (1 + spread / 4);
      for (const { code, hits } of phrase.codes) {
        const context = contextForCode(code, contextOf(from, to));
        const { features, mentions } = candidate(code);
        const precision = hits / (phrase.documents + 0.5);
        // A phrase read word for word is there already.
        if (!mentions.some((mention) => mention.from < to && from < mention.to)) {
          mentions.push({ from, to, source: 'lexicon', strength: precision / (1 + spread), context });
        }
        if (context === 'affirmed' && strength > (features[COLUMN['bag.strength']] ?? 0)) {
          features[COLUMN['bag.strength']] = strength;
          features[COLUMN['bag.spread']] = spread;
          features[COLUMN['bag.precision']] = precision;
        }
      }
    }
  }

  /** Titles and index terms, for every code of the catalogue. */
  #readCatalogue(
    { words, language, contextOf }: DocumentReading,
    candidate: (code: string) => Candidate,
  ): void {
    const { catalogue } = this.#lexicon;
    const readings = words.stems.map((stem) => this.#catalogueReadings(catalogue, stem, language));
    const matches = matchTerms(catalogue.index, words, readings, CATALOGUE_COVERAGE, REACH);
    const score = (match: TermMatch): number =>
      (match.mass * match.coverage ** 2) / (1 + Math.max(0, match.to - match.from - 4) / 8);
    const denied = words.stems.map((_, w) => contextOf(w, w + 1) === 'negated');
    const heaviest = new Float32Array(words.stems.length);
    const best = new Map<string, { match: TermMatch; value: number }>();
    for (const match of matches) {
      const code = catalogue.codes[match.term] ?? '';
      if (contextForCode(code, contextOf(match.from, match.to)) !== 'affirmed') continue;
      // "Reflux without esophagitis" does not name reflux with esophagitis, though all its words are there.
      const someDenied = denied.slice(match.from, match.to).some(Boolean);
      if (someDenied !== (catalogue.denies[match.term] === 1)) continue;
      const value = score(match);
      if (value > (best.get(code)?.value ?? -1)) best.set(code, { match, value });
      for (let w = match.from; w < match.to; w++) heaviest[w] = Math.max(heaviest[w] ?? 0, value);
    }
    const ranked = [...best].sort((a, b) => b[1].value - a[1].value || (a[0] < b[0] ? -1 : 1));
    ranked
      .slice(0, CATALOGUE_CANDIDATES + words.stems.length / WORDS_A_CANDIDATE)
      .forEach(([code, { match, value }], rank) => {
        const { features, mentions } = candidate(code);
        mentions.push({
          from: match.from,
          to: match.to,
          source: 'catalogue',
          strength: value,
          context: 'affirmed',
        });
        features[COLUMN['catalogue.coverage']] = match.coverage;
        features[COLUMN['catalogue.mass']] = match.mass;
        features[COLUMN['catalogue.words']] =
          (catalogue.index.termStart[match.term + 1] ?? 0) - (catalogue.index.termStart[match.term] ?? 0);
        features[COLUMN['catalogue.rank']] = rank;
        let covering = 0;
        for (let w = match.from; w < match.to; w++) covering = Math.max(covering, heaviest[w] ?? 0);
        features[COLUMN['catalogue.shadow']] = covering - value;
        features[COLUMN['catalogue.spread']] = match.to - match.from;
      });
  }

  #catalogueReadings(catalogue: CatalogueTerms, stem: string, language: Language): WordReadings {
    const same = catalogue.wordNumbers.get(stem);
    if (language === 'en') return same === undefined ? [] : [[same, 1]];
    const translated = catalogue.translations.get(stem) ?? [];
    if (same !== undefined) return [[same, 1], ...translated.filter(([word]) => word !== same)];
    return translated.length > 0 ? translated : this.#cognates.find(stem);
  }

  /** Features that need all candidates or all mentions. */
  #finish(document: DocumentReading, candidates: Candidate[]): void {
    const perCategory = Map.groupBy(candidates, ({ code }) => code.slice(0, 3));
    const { priors, trainingDocuments } = this.#lexicon;
    const length = document.words.stems.length;
    for (const candidate of candidates) {
      const { code, features, mentions } = candidate;
      const others = (perCategory.get(code.slice(0, 3)) ?? []).filter((other) => other !== candidate);
      const most = (feature: Feature, floor: number): number =>
        others.reduce((value, other) => Math.max(value, other.features[COLUMN[feature]] ?? 0), floor);
      features[COLUMN['prior']] = Math.log(((priors.get(code) ?? 0) + 0.3) / trainingDocuments);
      features[COLUMN['category.lexicon']] = most('lexicon.precision', 0);
      features[COLUMN['category.catalogue']] = most('catalogue.mass', 0);
      features[COLUMN['category.model']] = others.reduce(
        (value, other) => Math.max(value, other.features[COLUMN['model.logit']] ?? NO_LOGIT),
        NO_LOGIT,
      );
      features[COLUMN['mentions']] = mentions.filter(({ context }) => context === 'affirmed').length;
      const first = mentions.reduce((value, { from }) => Math.min(value, from), length);
      features[COLUMN['mentions.first']] = length === 0 ? 1 : first / length;
      features[COLUMN['spanish']] = document.language === 'es' ? 1 : 0;
      features[COLUMN['words']] = Math.log1p(length);
    }
  }
}

function readLogits(
  logits: ReadonlyMap<string, number>,
  candidate: (code: string) => Candidate,
  known: ReadonlyMap<string, Candidate>,
): void {
  [...logits]
    .sort((a, b) => b[1] - a[1])
    .forEach(([code, logit], rank) => {
      if (rank >= MODEL_CANDIDATES && !known.has(code)) return;
      const { features } = candidate(code);
      features[COLUMN['model.logit']] = logit;
      features[COLUMN['model.rank']] = rank;
    });
}
