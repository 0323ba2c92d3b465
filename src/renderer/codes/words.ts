/** What codes, evidence and decisions are called on the screen. */
import type { DecidedAs, EvidenceSource, MentionContext, Poa, RejectReason } from '../../shared/coding.ts';
import { t } from '../i18n/i18n.ts';

/** A calibrated probability in words. */
export function confidenceWords(score: number): string {
  if (score >= 0.9) return t('codes.veryLikely');
  if (score >= 0.7) return t('codes.likely');
  if (score >= 0.5) return t('codes.ratherLikely');
  if (score >= 0.25) return t('codes.possible');
  if (score >= 0.1) return t('codes.unlikely');
  return t('codes.veryUnlikely');
}

/** A probability as a whole percentage that never claims certainty. */
export function confidencePercent(score: number): string {
  if (score >= 0.995) return '>99%';
  if (score < 0.005) return '<1%';
  return `${Math.round(score * 100)}%`;
}

/** How many in a hundred codes a probability stands for, in words that never claim certainty. */
export function inHundred(score: number): string {
  if (score >= 0.995) return t('codes.moreThan99');
  if (score < 0.005) return t('codes.lessThan1');
  return t('codes.about', { number: Math.round(score * 100) });
}

/** "likely · 82%". */
export function confidenceLabel(score: number): string {
  return `${confidenceWords(score)} · ${confidencePercent(score)}`;
}

/** A word for a chip, and what it means. */
export interface Explained {
  label: string;
  explanation: string;
}

/** Why words are shown as evidence. */
export function sourceWords(source: EvidenceSource): Explained {
  return { label: t(`codes.source-${source}`), explanation: t(`codes.source-${source}-means`) };
}

/** How a mention bears on the patient, for a chip; affirmed mentions need none. */
export function contextWords(context: MentionContext): Explained {
  return { label: t(`codes.context-${context}`), explanation: t(`codes.context-${context}-means`) };
}

/** What was decided on a code, as a past tense. */
export function decidedWords(decided: DecidedAs): string {
  return t(`codes.decided-${decided}`);
}

/** Why a suggestion was not coded. */
export function reasonWords(reason: RejectReason): string {
  return t(`codes.reason-${reason}`);
}

/** What a present-on-admission indicator says. */
export function poaWords(poa: Poa): string {
  return t(`codes.poa-${poa}`);
}
