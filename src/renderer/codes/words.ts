import type { EvidenceSource, LedgerEntry, MentionContext } from '../../shared/coding.ts';

/** A calibrated probability in words. */
export function confidenceWords(score: number): string {
  if (score >= 0.9) return 'very likely';
  if (score >= 0.7) return 'likely';
  if (score >= 0.5) return 'more likely than not';
  if (score >= 0.25) return 'possible';
  if (score >= 0.1) return 'unlikely';
  return 'very unlikely';
}

/** A probability as a whole percentage that never claims certainty. */
export function confidencePercent(score: number): string {
  if (score >= 0.995) return '>99%';
  if (score < 0.005) return '<1%';
  return `${Math.round(score * 100)}%`;
}

/** How many in a hundred codes a probability stands for, in words that never claim certainty. */
export function inHundred(score: number): string {
  if (score >= 0.995) return 'more than 99';
  if (score < 0.005) return 'less than 1';
  return `about ${Math.round(score * 100)}`;
}

/** "likely · 82%". */
export function confidenceLabel(score: number): string {
  return `${confidenceWords(score)} · ${confidencePercent(score)}`;
}

/** Why words are shown as evidence. */
export const sourceWords: Record<EvidenceSource, { label: string; explanation: string }> = {
  lexicon: {
    label: 'learned phrase',
    explanation: 'Coders used these words for this code in the training charts.',
  },
  catalogue: {
    label: 'catalogue words',
    explanation: 'These words stand in the catalogue’s text for this code.',
  },
  attention: {
    label: 'label attention',
    explanation: 'The model looked at these words most when it scored this code.',
  },
  coder: { label: 'selected by you', explanation: 'A coder selected these words.' },
};

/** How a mention bears on the patient, for a chip; affirmed mentions need none. */
export const contextWords: Record<MentionContext, { label: string; explanation: string }> = {
  affirmed: { label: 'affirmed', explanation: 'The words say this of the patient, now.' },
  negated: { label: 'negated', explanation: 'The words deny this.' },
  family: { label: 'family', explanation: 'The words say this of a relative.' },
  history: { label: 'history', explanation: 'The words say this of the past.' },
  uncertain: {
    label: 'uncertain',
    explanation: 'The words leave this in doubt: suspected, probable, to be ruled out.',
  },
  hypothetical: {
    label: 'hypothetical',
    explanation: 'The words speak of this in general or on a condition: a risk, a warning, a screening.',
  },
  planned: { label: 'planned', explanation: 'The words say that this is to come.' },
};

/** A ledger action as a past tense. */
export const actionWords: Record<LedgerEntry['action'], string> = {
  import: 'imported',
  suggest: 'read by the model',
  accept: 'accepted',
  reject: 'rejected',
  add: 'added',
  undo: 'undone',
  finish: 'finished',
  reopen: 'reopened',
};
