import type { Thresholds } from '../model/pack.ts';
import { thresholdFor } from '../coding/layout.ts';
import type { EvidenceSpan, Suggestion } from '../../shared/coding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { macroAuc, microAuc } from './auc.ts';
import type { Estimate, Estimator } from './bootstrap.ts';
import {
  brier,
  calibrationError,
  precisionRecall,
  reliability,
  type Bin,
  type CurvePoint,
} from './calibration.ts';
import { countCodes, exactMatch, macroF1, type CodeSets } from './codeSets.ts';
import type { GoldDocument } from './gold.ts';
import { averagePrecision, precisionAt, rPrecision } from './ranking.ts';
import { countCodiEspX, countMarkedWords, countSpans, type CodeSpan } from './spans.ts';
import { mean, microF1, precision, recall, type Counts } from './statistic.ts';
import { byChapter, byFrequency, stratify, type Stratum } from './strata.ts';

/** A document with what the product says of it, best first. */
export interface CodedDocument {
  gold: GoldDocument;
  suggestions: readonly Suggestion[];
}

/** Precision, recall and F1 of one set of proposals. */
export interface SetFigures {
  precision: Estimate;
  recall: Estimate;
  microF1: Estimate;
}

/** Codes proposed as a set. */
export interface ProposalFigures extends SetFigures {
  macroF1: Estimate;
  /** Share of documents whose proposals are exactly the gold codes. */
  exactDocuments: Estimate;
}

/** Words marked as evidence, against the gold spans. */
export interface EvidenceFigures {
  exact: SetFigures;
  withinTen: SetFigures;
}

/** Everything that is measured; docs/evaluation.md defines each figure. */
export interface Figures {
  documents: number;
  /** Gold codes, each once a document. */
  goldCodes: number;
  /** Different gold codes. */
  goldLabels: number;
  /** Over everything returned, best first. */
  ranking: Record<
    'map' | 'precisionAt5' | 'precisionAt8' | 'precisionAt15' | 'rPrecision' | 'recall',
    Estimate
  >;
  /** What the product suggests. */
  suggestions: ProposalFigures;
  /** Every code with at least the pack's threshold, those the text denies too. */
  aboveThreshold: ProposalFigures;
  auc: Record<'micro' | 'macro', Estimate>;
  calibration: {
    error: Estimate;
    /** Of the codes with at least the threshold alone. */
    errorAboveThreshold: Estimate;
    brier: Estimate;
    bins: Bin[];
  };
  precisionRecall: CurvePoint[];
  /** Null where the pack does not say how many training documents have a code. */
  frequency: Stratum[] | null;
  chapters: Stratum[];
  /** Null where the corpus marks no evidence. */
  evidence: {
    documents: number;
    /** Mentions of the suggestions that hold. */
    holding: EvidenceFigures;
    /** The same words for whichever code. */
    holdingAnyCode: EvidenceFigures;
    /** All words shown for the suggestions, those denied, past or a relative's too. */
    shown: EvidenceFigures;
    /** As the shared task counted CodiEsp-X, on the mentions that hold. */
    codiEspX: SetFigures;
  } | null;
}

export const CALIBRATION_BINS = 10;

/** Measures what the product says of a corpus's documents. */
export function measure(
  coded: readonly CodedDocument[],
  context: {
    thresholds: Thresholds;
    trainingDocuments: ReadonlyMap<string, number> | null;
    catalog: Pick<Catalog, 'lookUp' | 'book'>;
    estimate: Estimator;
  },
): Figures {
  const { estimate } = context;
  const ranked = coded.map(({ gold, suggestions }) => ({
    ranked: suggestions.map(({ code }) => code),
    gold: gold.codes,
  }));
  const perDocument = (figure: (ranked: readonly string[], gold: ReadonlySet<string>) => number): Estimate =>
    estimate(mean(ranked.map((document) => figure(document.ranked, document.gold))));
  const returned = ranked.map((document) => ({ proposed: new Set(document.ranked), gold: document.gold }));
  const isLikely = ({ gold }: CodedDocument, { score }: Suggestion): boolean =>
    score >= (thresholdFor(gold.document, context.thresholds) ?? 1);
  const suggested = coded.map((document) => setsOf(document, isSuggestion));
  const likely = coded.map((document) => setsOf(document, (suggestion) => isLikely(document, suggestion)));
  const scored = coded.map(({ gold, suggestions }) => ({
    scores: new Map(suggestions.map(({ code, score }) => [code, score])),
    gold: gold.codes,
  }));
  const outcomes = coded.map(({ gold, suggestions }) =>
    suggestions.map(({ code, score }) => ({ score, right: gold.codes.has(code) })),
  );
  const likelyOutcomes = coded.map((document) =>
    document.suggestions
      .filter((suggestion) => isLikely(document, suggestion))
      .map(({ code, score }) => ({ score, right: document.gold.codes.has(code) })),
  );
  const goldCodes = ranked.reduce((sum, { gold }) => sum + gold.size, 0);
  const forStrata = suggested.map((document, i) => ({
    ...document,
    returned: returned[i]?.proposed ?? new Set<string>(),
  }));
  return {
    documents: coded.length,
    goldCodes,
    goldLabels: new Set(ranked.flatMap(({ gold }) => [...gold])).size,
    ranking: {
      map: perDocument(averagePrecision),
      precisionAt5: perDocument((codes, gold) => precisionAt(codes, gold, 5)),
      precisionAt8: perDocument((codes, gold) => precisionAt(codes, gold, 8)),
      precisionAt15: perDocument((codes, gold) => precisionAt(codes, gold, 15)),
      rPrecision: perDocument(rPrecision),
      recall: estimate(recall(returned.map((document) => countCodes(document)))),
    },
    suggestions: proposalFigures(suggested, estimate),
    aboveThreshold: proposalFigures(likely, estimate),
    auc: { micro: estimate(microAuc(scored)), macro: estimate(macroAuc(scored), 'centred') },
    calibration: {
      error: estimate(calibrationError(outcomes, CALIBRATION_BINS)),
      errorAboveThreshold: estimate(calibrationError(likelyOutcomes, CALIBRATION_BINS)),
      brier: estimate(brier(outcomes)),
      bins: reliability(outcomes.flat(), CALIBRATION_BINS),
    },
    precisionRecall: precisionRecall(outcomes.flat(), goldCodes),
    frequency: context.trainingDocuments
      ? stratify(forStrata, byFrequency(context.trainingDocuments, context.catalog), estimate)
      : null,
    chapters: stratify(forStrata, byChapter(context.catalog), estimate),
    evidence: evidenceFigures(coded, estimate),
  };
}

export const isSuggestion = ({ tier }: Suggestion): boolean => tier === 'suggestion';
export const holds = ({ context }: EvidenceSpan): boolean => context === 'affirmed';

function setsOf(
  { gold, suggestions }: CodedDocument,
  proposes: (suggestion: Suggestion) => boolean,
): CodeSets {
  return { proposed: new Set(suggestions.filter(proposes).map(({ code }) => code)), gold: gold.codes };
}

function proposalFigures(documents: readonly CodeSets[], estimate: Estimator): ProposalFigures {
  return {
    ...setFigures(
      documents.map((document) => countCodes(document)),
      estimate,
    ),
    macroF1: estimate(macroF1(documents), 'centred'),
    exactDocuments: estimate(mean(documents.map(exactMatch))),
  };
}

function setFigures(counts: readonly Counts[], estimate: Estimator): SetFigures {
  return {
    precision: estimate(precision(counts)),
    recall: estimate(recall(counts)),
    microF1: estimate(microF1(counts)),
  };
}

function evidenceFigures(coded: readonly CodedDocument[], estimate: Estimator): Figures['evidence'] {
  const documents = coded.filter(({ gold }) => gold.spans !== null).length;
  if (documents === 0) return null;
  const counted = (
    of: (span: EvidenceSpan) => boolean,
    count: (proposed: readonly CodeSpan[], gold: readonly CodeSpan[]) => Counts,
  ): SetFigures =>
    setFigures(
      coded.map(({ gold: { spans }, suggestions }) =>
        spans ? count(spansOf(suggestions, of), spans) : { right: 0, proposed: 0, gold: 0 },
      ),
      estimate,
    );
  const figures = (of: (span: EvidenceSpan) => boolean, count: typeof countSpans): EvidenceFigures => ({
    exact: counted(of, (proposed, gold) => count(proposed, gold, 0)),
    withinTen: counted(of, (proposed, gold) => count(proposed, gold, 10)),
  });
  return {
    documents,
    holding: figures(holds, countSpans),
    holdingAnyCode: figures(holds, countMarkedWords),
    shown: figures(() => true, countSpans),
    codiEspX: counted(holds, countCodiEspX),
  };
}

/** The evidence of the suggestions as spans. */
function spansOf(suggestions: readonly Suggestion[], counts: (span: EvidenceSpan) => boolean): CodeSpan[] {
  return suggestions
    .filter(isSuggestion)
    .flatMap(({ code, evidence }) =>
      evidence.filter(counts).map(({ start, end }): CodeSpan => ({ code, start, end })),
    );
}
