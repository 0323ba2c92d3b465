import type { Estimate } from '../bootstrap.ts';
import type { Evaluation } from '../evaluation.ts';
import { CALIBRATION_BINS, type ProposalFigures, type SetFigures } from '../figures.ts';

/** Figures that are shown together. */
export interface Section {
  title: string;
  /** How they are counted. */
  note: string;
  rows: { name: string; estimate: Estimate }[];
}

/** The figures of an evaluation in the order in which terminal and report show them. */
export function sectionsOf({ figures, top }: Evaluation): Section[] {
  const { ranking, suggestions, aboveThreshold, auc, calibration, evidence, faithfulness } = figures;
  return [
    {
      title: 'Ranking',
      note: `Over the best ${top} codes of a document, candidates below the threshold included. Documents without gold codes are left out.`,
      rows: [
        { name: 'MAP', estimate: ranking.map },
        { name: 'P@5', estimate: ranking.precisionAt5 },
        { name: 'P@8', estimate: ranking.precisionAt8 },
        { name: 'P@15', estimate: ranking.precisionAt15 },
        { name: 'R-precision', estimate: ranking.rPrecision },
        { name: `recall within ${top}`, estimate: ranking.recall },
      ],
    },
    {
      title: 'Suggestions',
      note: 'What the product suggests: only codes that words of the text carry which are not denied, past, uncertain or about relatives.',
      rows: proposalRows(suggestions),
    },
    {
      title: 'All codes above the threshold',
      note: 'Every code whose score reaches the threshold of the pack, those the text denies too, which some corpora code.',
      rows: proposalRows(aboveThreshold),
    },
    {
      title: 'Area under the ROC curve',
      note: 'A code that was not returned for a document has the score 0.',
      rows: [
        { name: 'micro-AUC', estimate: auc.micro },
        { name: 'macro-AUC', estimate: auc.macro },
      ],
    },
    {
      title: 'Calibration',
      note: `Expected calibration error in ${CALIBRATION_BINS} bins of equal width.`,
      rows: [
        { name: 'ECE, all returned codes', estimate: calibration.error },
        { name: 'ECE, codes above the threshold', estimate: calibration.errorAboveThreshold },
        { name: 'Brier score, all returned codes', estimate: calibration.brier },
      ],
    },
    ...(evidence
      ? [
          {
            title: 'Evidence',
            note: 'Words marked for the suggestions against gold spans of the same code, paired one to one. A discontinuous span counts from its first to its last word.',
            rows: [
              ...setRows('exact, ', evidence.holding.exact),
              ...setRows('within 10 characters, ', evidence.holding.withinTen),
              { name: 'exact, whichever code, F1', estimate: evidence.holdingAnyCode.exact.microF1 },
              {
                name: 'within 10 characters, whichever code, F1',
                estimate: evidence.holdingAnyCode.withinTen.microF1,
              },
              {
                name: 'within 10 characters, denied words too, F1',
                estimate: evidence.shown.withinTen.microF1,
              },
              { name: 'as CodiEsp-X counts, F1', estimate: evidence.codiEspX.microF1 },
            ],
          },
        ]
      : []),
    ...(faithfulness
      ? [
          {
            title: 'Faithfulness',
            note: `How far the score of a suggestion falls without its evidence (comprehensiveness: more is better) and with nothing but it (sufficiency: less is better). ${faithfulness.suggestions} suggestions of ${faithfulness.documents} documents.`,
            rows: [
              { name: 'comprehensiveness', estimate: faithfulness.comprehensiveness },
              { name: 'the same of random words', estimate: faithfulness.randomComprehensiveness },
              { name: 'sufficiency', estimate: faithfulness.sufficiency },
              { name: 'the same of random words', estimate: faithfulness.randomSufficiency },
            ],
          },
        ]
      : []),
  ];
}

function proposalRows(figures: ProposalFigures): Section['rows'] {
  return [
    { name: 'precision', estimate: figures.precision },
    { name: 'recall', estimate: figures.recall },
    { name: 'micro-F1 (exact match of full codes)', estimate: figures.microF1 },
    { name: 'macro-F1 (mean over codes)', estimate: figures.macroF1 },
    { name: 'documents with exactly the gold codes', estimate: figures.exactDocuments },
  ];
}

function setRows(prefix: string, figures: SetFigures): Section['rows'] {
  return [
    { name: `${prefix}precision`, estimate: figures.precision },
    { name: `${prefix}recall`, estimate: figures.recall },
    { name: `${prefix}F1`, estimate: figures.microF1 },
  ];
}

/** What was read, in words. */
export function corpusLine({ corpus, system, figures }: Evaluation): string {
  const where = corpus.split === null ? corpus.name : `${corpus.name}, split ${corpus.split}`;
  return `${where} (${corpus.languages.join(', ')}), ${system}: ${corpus.documents} documents, ${figures.goldCodes} gold codes, ${figures.goldLabels} of them different`;
}

/** With three decimals; a dash where it is not defined. */
export function decimal(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

/** "0.594 to 0.650", or nothing. */
export function interval({ low, high }: Estimate): string {
  return low === null || high === null ? '' : `${low.toFixed(3)} to ${high.toFixed(3)}`;
}
