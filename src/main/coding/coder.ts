import type { ChartDocument } from '../../shared/chart.ts';
import type { EvidenceSpan, Suggestion } from '../../shared/coding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Fusion } from '../model/fusion.ts';
import type { LabelAttentionModel, Reading } from '../model/labelAttention.ts';
import { affirmedOnly, CandidateFinder, type Candidate } from './candidates.ts';
import { contextAt, findContexts } from './context.ts';
import { evidenceFromAttention, evidenceFromMentions, type FoundEvidence } from './evidence.ts';
import type { Lexicon } from './lexicon.ts';
import { namedInFull, preferSpecific } from './specificity.ts';
import { wordsOf, type Words } from './words.ts';

/** The parts of a document that reading needs. */
export type ReadableDocument = Pick<ChartDocument, 'id' | 'language' | 'text' | 'sections'>;

export interface CodeOptions {
  /** How many candidates are returned at the most. */
  top?: number;
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** A document as all parts have read it, before anything is scored. */
export interface ReadDocument {
  document: ReadableDocument;
  words: Words;
  reading: Reading;
  candidates: Candidate[];
  contextOf: (start: number, end: number) => EvidenceSpan['context'];
}

const DEFAULT_TOP = 50;
/** A mention that holds outweighs a denied one from this share of its strength on. */
const COMPARABLE = 0.7;
/** Below this share of attention-only evidence per code is computed: what nobody will look at needs none. */
const SHOWN_SCORE = 0.02;

/** Reads charts: document → words and hidden states → candidates → probabilities → suggestions with evidence. */
export class Coder {
  readonly #model: LabelAttentionModel;
  readonly #finder: CandidateFinder;
  readonly #fusion: Fusion;
  readonly #thresholds: Readonly<Record<ChartDocument['language'], number>>;
  readonly #labelOf: Map<string, number>;

  constructor(parts: {
    model: LabelAttentionModel;
    fusion: Fusion;
    lexicon: Lexicon;
    thresholds: Readonly<Record<ChartDocument['language'], number>>;
  }) {
    this.#model = parts.model;
    this.#fusion = parts.fusion;
    this.#thresholds = parts.thresholds;
    this.#finder = new CandidateFinder(parts.lexicon);
    this.#labelOf = new Map(parts.model.labels.map((code, label) => [code, label]));
  }

  /**
   * Suggests codes for a chart's documents, best first. A code supported by several documents keeps
   * its highest probability and the evidence of all.
   *
   * @param catalog the release in force for the chart; codes that it does not have are not suggested
   */
  async code(
    documents: readonly ReadableDocument[],
    catalog: Pick<Catalog, 'lookUp'>,
    options: CodeOptions = {},
  ): Promise<Suggestion[]> {
    const merged = new Map<string, Suggestion>();
    for (const [index, document] of documents.entries()) {
      const share = 1 / documents.length;
      const suggestions = await this.#codeDocument(document, catalog, {
        ...options,
        onProgress: (fraction) => options.onProgress?.((index + fraction) * share),
      });
      for (const suggestion of suggestions) {
        const known = merged.get(suggestion.code);
        if (!known) {
          merged.set(suggestion.code, suggestion);
        } else {
          known.evidence.push(...suggestion.evidence);
          if (suggestion.tier === 'suggestion') known.tier = 'suggestion';
          known.score = Math.max(known.score, suggestion.score);
        }
      }
    }
    // What the text only denies must not crowd out what it says.
    return [...merged.values()]
      .sort((a, b) => Number(b.tier === 'suggestion') - Number(a.tier === 'suggestion') || byScore(a, b))
      .slice(0, options.top ?? DEFAULT_TOP)
      .sort(byScore);
  }

  async #codeDocument(
    document: ReadableDocument,
    catalog: Pick<Catalog, 'lookUp'>,
    options: CodeOptions,
  ): Promise<Suggestion[]> {
    const read = await readDocument(document, this.#model, this.#finder, options);
    // The corpus the fusion learned from also codes what a text denies. A suggestion must stand on what
    // the text affirms, so the fusion is asked a second time without the rest.
    const probabilities = await this.#fusion.probabilities(read.candidates.map(({ features }) => features));
    const affirmed = await this.#fusion.probabilities(
      read.candidates.map(({ features }) => affirmedOnly(features)),
    );
    const scored = preferSpecific(
      read.candidates.map((candidate, i) => ({
        candidate,
        score: probabilities[i] ?? 0,
        affirmedScore: affirmed[i] ?? 0,
      })),
    )
      .map((each) => ({ ...each, hit: catalog.lookUp(each.candidate.code) }))
      .filter(({ hit }) => hit !== undefined)
      .sort((a, b) => b.score - a.score || (a.candidate.code < b.candidate.code ? -1 : 1))
      .filter(
        ({ score }, rank) =>
          rank < (options.top ?? DEFAULT_TOP) || score >= this.#thresholds[document.language],
      );
    const attended = await this.#attend(
      read,
      scored
        .filter(({ candidate, score }) => candidate.mentions.length === 0 && score >= SHOWN_SCORE)
        .map(({ candidate }) => candidate.code),
    );
    return scored.flatMap(({ candidate, score, affirmedScore, hit }): Suggestion[] => {
      if (!hit) return [];
      const found = evidenceFromMentions(candidate.mentions, read.words, document.text);
      const peak = found.length === 0 ? attended.get(candidate.code) : undefined;
      const evidence = (peak ? [peak] : found).map((span): EvidenceSpan => ({
        document: document.id,
        ...span,
      }));
      const { code, title, billable } = hit;
      const likely = Math.min(score, affirmedScore) >= this.#thresholds[document.language];
      const tier = likely && stands(candidate, evidence) ? 'suggestion' : 'candidate';
      return [{ code, title, billable, score: round(score), tier, evidence }];
    });
  }

  /** Attention evidence for the codes that no words in the text name. */
  async #attend(read: ReadDocument, codes: readonly string[]): Promise<Map<string, FoundEvidence>> {
    const known = codes.flatMap((code) => {
      const label = this.#labelOf.get(code);
      return label === undefined ? [] : [{ code, label }];
    });
    const rows = await this.#model.attention(
      read.reading,
      known.map(({ label }) => label),
    );
    const evidence = new Map<string, FoundEvidence>();
    known.forEach(({ code }, i) => {
      const row = rows[i];
      const span =
        row &&
        evidenceFromAttention(row, read.reading.tokens, read.words, read.document.text, read.contextOf);
      if (span) evidence.set(code, span);
    });
    return evidence;
  }
}

/** Reads one document with the model and the lexicon, as far as the features of its candidates. */
export async function readDocument(
  document: ReadableDocument,
  model: Pick<LabelAttentionModel, 'read' | 'labels'>,
  finder: CandidateFinder,
  options: CodeOptions = {},
): Promise<ReadDocument> {
  const words = withoutHeadings(wordsOf(document.text), document.sections);
  const scopes = findContexts(document.text, document.language, document.sections);
  const contextOf: ReadDocument['contextOf'] = (start, end) => contextAt(scopes, start, end);
  const reading = await model.read(document.text, options);
  const candidates = finder.propose({
    words,
    language: document.language,
    contextOf: (from, to) => contextOf(words.starts[from] ?? 0, words.ends[to - 1] ?? 0),
    logits: new Map(model.labels.map((code, label) => [code, reading.logits[label] ?? -Infinity])),
  });
  return { document, words, reading, candidates, contextOf };
}

/** Known headings (History of Present Illness) name no finding: their words are blanked, their places kept. */
function withoutHeadings(words: Words, sections: ReadableDocument['sections']): Words {
  const stems = [...words.stems];
  let word = 0;
  for (const { kind, start, bodyStart } of sections) {
    if (kind === 'other') continue;
    while (word < stems.length && (words.starts[word] ?? 0) < start) word += 1;
    while (word < stems.length && (words.starts[word] ?? 0) < bodyStart) stems[word++] = '';
  }
  return { ...words, stems };
}

/**
 * Whether words in the chart hold for the code. Where a phrase that names it well is denied, a weaker one
 * ("left", beside "no left hydronephrosis") or a loose likeness to its catalogue text is not enough: the
 * text must name the code in full elsewhere.
 */
function stands(candidate: Candidate, evidence: readonly EvidenceSpan[]): boolean {
  if (!evidence.some(({ context }) => context === 'affirmed')) return false;
  const strongest = (holds: boolean): number =>
    candidate.mentions
      .filter(({ source, context }) => source === 'lexicon' && (context === 'affirmed') === holds)
      .reduce((most, { strength }) => Math.max(most, strength), 0);
  return strongest(true) >= COMPARABLE * strongest(false) || namedInFull(candidate) !== undefined;
}

function byScore(a: Suggestion, b: Suggestion): number {
  return b.score - a.score || (a.code < b.code ? -1 : 1);
}

function round(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
