import type { CodeSystem, EvidenceSpan, MentionContext, Suggestion } from '../../shared/coding.ts';
import { UserError } from '../errors.ts';
import type { Fusion } from '../model/fusion.ts';
import type { LabelAttentionModel, Reading } from '../model/labelAttention.ts';
import type { Thresholds } from '../model/pack.ts';
import { affirmedOnly, candidatesOf, type Candidate } from './candidates.ts';
import { combine, type CodingCatalog } from './combinations.ts';
import { evidenceFromAttention, evidenceFromMentions, type FoundEvidence } from './evidence.ts';
import { isVisitNote, thresholdFor } from './layout.ts';
import type { MentionFinder } from './mentions.ts';
import {
  beginningOf,
  documentReading,
  readWords,
  wordTags,
  type ReadableDocument,
  type ReadWords,
} from './reading.ts';
import { namedInFull, preferSpecific } from './specificity.ts';

export interface CodeOptions {
  /** icd-10-cm where absent. */
  system?: CodeSystem;
  /** How many candidates are returned at the most. */
  top?: number;
  /**
   * Called at most once, before the rest of a long chart is read, with what its beginning alone suggests:
   * the first lines of a long first document, or a short first document of several. They are for looking
   * at while the reading goes on: only the result has seen the whole chart, and it is the same without this.
   */
  onFirst?: (suggestions: Suggestion[]) => void;
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** What a pack brings for one code system. */
export interface SystemParts {
  /** Probability from which a code is a suggestion. */
  thresholds: Thresholds;
  /** Absent where the pack leaves the decision to the label attention alone. */
  fused?: {
    finder: MentionFinder;
    mentions: Fusion;
    codes: Fusion;
    /** What of it a visit note codes; absent where the pack has not learned that. */
    visit?: Fusion;
  };
}

/** A document as the network and the word splitter have read it. */
interface ReadDocument extends ReadWords {
  document: ReadableDocument;
  reading: Reading;
}

/** A code with what the parts make of it. */
interface ScoredCandidate {
  candidate: Candidate;
  score: number;
  /** The score had the text said nothing of the code but what it affirms. */
  affirmedScore: number;
}

const DEFAULT_TOP = 50;
/** A mention that holds outweighs a denied one from this share of its strength on. */
const COMPARABLE = 0.7;
/** Below this probability no evidence is looked for in the attention: what nobody will look at needs none. */
const SHOWN_SCORE = 0.02;

/** Reads charts: document → words and hidden states → mentions → candidates → suggestions with evidence. */
export class Coder {
  readonly #model: LabelAttentionModel;
  readonly #systems: ReadonlyMap<CodeSystem, SystemParts>;
  readonly #labels = new Map<CodeSystem, Map<string, number>>();

  constructor(model: LabelAttentionModel, systems: ReadonlyMap<CodeSystem, SystemParts>) {
    this.#model = model;
    this.#systems = systems;
    for (const system of systems.keys()) {
      const own = model.labels.flatMap((code, label): [string, number][] =>
        model.systems[label] === system ? [[code, label]] : [],
      );
      this.#labels.set(system, new Map(own));
    }
  }

  /**
   * Suggests codes for a chart's documents, best first. A code supported by several documents keeps
   * its highest probability and the evidence of all.
   *
   * @param catalog the release in force for the chart; codes that it does not have are not suggested
   * @throws UserError where the pack has not learned the system, or a document's language
   */
  async code(
    documents: readonly ReadableDocument[],
    catalog: CodingCatalog,
    options: CodeOptions = {},
  ): Promise<Suggestion[]> {
    const top = options.top ?? DEFAULT_TOP;
    const beginning = options.onFirst && documents[0] && beginningOf(documents[0]);
    if (beginning) {
      const first = await this.#codeDocument(beginning, catalog, { ...options, onProgress: () => undefined });
      options.signal?.throwIfAborted();
      options.onFirst?.(ranked(this.#coded(first, [beginning], catalog, options), top));
    }
    const merged = new Map<string, Suggestion>();
    for (const [index, document] of documents.entries()) {
      const share = 1 / documents.length;
      const suggestions = await this.#codeDocument(document, catalog, {
        ...options,
        onProgress: (fraction) => options.onProgress?.((index + fraction) * share),
      });
      for (const suggestion of suggestions) {
        const known = merged.get(suggestion.code);
        merged.set(suggestion.code, known ? joined(known, suggestion) : suggestion);
      }
      if (index === 0 && !beginning && documents.length > 1) {
        options.onFirst?.(ranked(this.#coded(suggestions, [document], catalog, options), top));
      }
    }
    return ranked(this.#coded([...merged.values()], documents, catalog, options), top);
  }

  /** The codes of a chart under the conventions: case reports are coded as the corpus codes them, visits as rules say. */
  #coded(
    suggestions: readonly Suggestion[],
    documents: readonly ReadableDocument[],
    catalog: CodingCatalog,
    { system = 'icd-10-cm' }: CodeOptions,
  ): readonly Suggestion[] {
    const visit = documents.find(({ sections }) => isVisitNote(sections));
    const thresholds = this.#systems.get(system)?.thresholds;
    const threshold = visit && thresholds && thresholdFor(visit, thresholds);
    if (threshold === undefined || system !== 'icd-10-cm') return suggestions;
    return combine(suggestions, documents, threshold, catalog);
  }

  async #codeDocument(
    document: ReadableDocument,
    catalog: CodingCatalog,
    options: CodeOptions,
  ): Promise<Suggestion[]> {
    const system = options.system ?? 'icd-10-cm';
    const parts = this.#systems.get(system);
    const threshold = parts && thresholdFor(document, parts.thresholds);
    if (!parts || threshold === undefined) {
      throw new UserError(
        `The model pack cannot code ${system} from a text in ${document.language === 'es' ? 'Spanish' : 'English'}.`,
        'Choose another code system, or install a model pack that has learned it.',
      );
    }
    const read: ReadDocument = {
      document,
      ...readWords(document),
      reading: await this.#model.read(document.text, options),
    };
    const scored = (await this.#score(read, system, parts))
      .map((each) => ({ ...each, hit: catalog.lookUp(each.candidate.code) }))
      .filter(({ hit }) => hit !== undefined)
      .sort((a, b) => b.score - a.score || (a.candidate.code < b.candidate.code ? -1 : 1))
      .filter(({ score }, rank) => rank < (options.top ?? DEFAULT_TOP) || score >= threshold);
    const attended = await this.#attend(
      read,
      scored
        .filter(({ candidate, score }) => candidate.mentions.length === 0 && score >= SHOWN_SCORE)
        .map(({ candidate }) => candidate.code),
      system,
    );
    const holding = holdingContexts(document);
    return scored.flatMap(({ candidate, score, affirmedScore, hit }): Suggestion[] => {
      if (!hit) return [];
      const found = evidenceFromMentions(candidate.mentions, read.words, document.text);
      const peak = found.length === 0 ? attended.get(candidate.code) : undefined;
      const evidence = (peak ? [peak] : found).map((span): EvidenceSpan => ({
        document: document.id,
        ...span,
      }));
      const { code, title, billable } = hit;
      const likely = (holding.has('uncertain') ? score : Math.min(score, affirmedScore)) >= threshold;
      const tier = likely && stands(candidate, evidence, holding) ? 'suggestion' : 'candidate';
      return [{ code, title, billable, score: round(score), tier, evidence }];
    });
  }

  async #score(
    { document, words, contextOf, reading }: ReadDocument,
    system: CodeSystem,
    { fused }: SystemParts,
  ): Promise<readonly ScoredCandidate[]> {
    const labels = this.#labels.get(system) ?? new Map<string, number>();
    const logits = new Map(
      [...labels].map(([code, label]) => [code, reading.logits[label] ?? -Infinity] as const),
    );
    if (!fused) return [...logits].map(([code, logit]) => byAttentionAlone(code, logit));
    const found = documentReading(
      document,
      { words, contextOf },
      { logits, tags: wordTags(reading, words, system) },
    );
    const mentions = fused.finder.find(found);
    const marked = await fused.mentions.probabilities(mentions.map(({ features }) => features));
    const candidates = candidatesOf(
      mentions.map((mention, i) => ({ ...mention, score: marked[i] ?? 0 })),
      logits,
      fused.finder,
      found,
    );
    // The corpus the fusion learned from also codes what a text denies. A suggestion must stand on what
    // the text affirms, so the fusion is asked a second time without the rest.
    const rows = candidates.map(({ features }) => features);
    const asked = [...rows, ...rows.map(affirmedOnly)];
    const general = await fused.codes.probabilities(asked);
    const probabilities =
      fused.visit && found.layout.visit
        ? await fused.visit.probabilities(asked.map((row, i) => withLogit(row, general[i] ?? 0)))
        : general;
    const scored = candidates.map((candidate, i) => ({
      candidate,
      score: probabilities[i] ?? 0,
      affirmedScore: probabilities[rows.length + i] ?? 0,
    }));
    // Case reports are coded as the corpus codes them; a visit note to the highest detail that it documents.
    return found.layout.visit ? preferSpecific(scored) : scored;
  }

  /** Attention evidence for the codes that no words in the text name. */
  async #attend(
    read: ReadDocument,
    codes: readonly string[],
    system: CodeSystem,
  ): Promise<Map<string, FoundEvidence>> {
    const known = codes.flatMap((code) => {
      const label = this.#labels.get(system)?.get(code);
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

/** The features of a candidate with the fusion's own logit as the last, as the visit model sees them. */
function withLogit(features: Float32Array, probability: number): Float32Array {
  const row = new Float32Array(features.length + 1);
  row.set(features);
  // A float32 may be exactly 0 or 1, whose logit no row has.
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  row[features.length] = Math.log(inside / (1 - inside));
  return row;
}

function byAttentionAlone(code: string, logit: number): ScoredCandidate {
  const score = 1 / (1 + Math.exp(-logit));
  return { candidate: { code, features: new Float32Array(), mentions: [] }, score, affirmedScore: score };
}

/**
 * Contexts in which a mention may stand for its code. A doubtful diagnosis is coded as if it existed at the end
 * of a stay, and not at a visit: there the symptom is.
 *
 * Source: ICD-10-CM Official Guidelines, sections II.H and IV.H (uncertain diagnosis).
 */
function holdingContexts({ sections }: ReadableDocument): ReadonlySet<MentionContext> {
  return new Set(isVisitNote(sections) ? ['affirmed'] : ['affirmed', 'uncertain']);
}

/**
 * Whether words in the chart hold for the code. Where a phrase that names it well is denied, a weaker one
 * ("left", beside "no left hydronephrosis") or a loose likeness to its catalogue text is not enough: the
 * text must name the code in full elsewhere.
 */
function stands(
  candidate: Candidate,
  evidence: readonly EvidenceSpan[],
  holding: ReadonlySet<MentionContext>,
): boolean {
  if (!evidence.some(({ context }) => holding.has(context))) return false;
  const strongest = (holds: boolean): number =>
    candidate.mentions
      .filter(({ context }) => holding.has(context) === holds)
      .reduce((most, { score }) => Math.max(most, score), 0);
  return strongest(true) >= COMPARABLE * strongest(false) || namedInFull(candidate) !== undefined;
}

/** A code that two documents speak for. */
function joined(known: Suggestion, other: Suggestion): Suggestion {
  return {
    ...known,
    score: Math.max(known.score, other.score),
    tier: other.tier === 'suggestion' ? 'suggestion' : known.tier,
    evidence: [...known.evidence, ...other.evidence],
  };
}

/** The best of a chart's codes. What the text only denies must not crowd out what it says. */
function ranked(suggestions: readonly Suggestion[], top: number): Suggestion[] {
  return suggestions
    .toSorted((a, b) => Number(b.tier === 'suggestion') - Number(a.tier === 'suggestion') || byScore(a, b))
    .slice(0, top)
    .sort(byScore);
}

function byScore(a: Suggestion, b: Suggestion): number {
  return b.score - a.score || (a.code < b.code ? -1 : 1);
}

function round(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
