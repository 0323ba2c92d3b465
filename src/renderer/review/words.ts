/** What plans, states, verdicts and figures are called on the screen. */
import type { EncounterType } from '../../shared/chart.ts';
import type {
  Finding,
  FindingReason,
  FindingStep,
  ReviewState,
  SampleRequest,
  Verdict,
} from '../../shared/review.ts';
import { formatDate, formatList, formatShare } from '../components/format.ts';
import { currentLocale, t } from '../i18n/i18n.ts';
import { typeKeys } from '../worklist/words.ts';

/** Which charts a plan takes: "5 charts of each coder, at random". */
export function planWords({ plan }: Pick<SampleRequest, 'plan'>): string {
  switch (plan.by) {
    case 'coder':
      return t('review.planCoder', { count: plan.n });
    case 'type':
      return t('review.planType', { count: plan.n });
    case 'confidence':
      return t('review.planConfidence', { percent: formatShare(plan.below) });
    case 'overridden':
      return t('review.planOverridden');
  }
}

/** From which charts a sample was drawn: the days, and the coders where not all. */
export function scopeWords({ from, to, coders }: Pick<SampleRequest, 'from' | 'to' | 'coders'>): string {
  const days = t('review.finishedFromTo', { from: formatDate(from), to: formatDate(to) });
  return coders === null ? days : `${days} · ${formatList(coders)}`;
}

/** How a chart's review stands. */
export function stateWords(state: ReviewState): string {
  return t(`review.state-${state}`);
}

/** What an auditor says of a code, in a word or two. */
export function verdictWords(verdict: Verdict): string {
  return t(`review.verdict-${verdict}`);
}

/** Why an auditor differs. */
export function reasonWords(reason: FindingReason): string {
  return t(`review.reason-${reason}`);
}

/** A finding as a sentence: what should be instead. */
export function findingWords({ verdict, code, should, poa }: Finding): string {
  switch (verdict) {
    case 'agree':
      return t('review.saysAgree');
    case 'disagree':
      return should === null ? t('review.saysNotCoded') : t('review.saysInstead', { code: should });
    case 'missed':
      return t('review.saysMissed', { code: should ?? '' });
    case 'sequence':
      return t('review.saysFirst', { code: should ?? code ?? '' });
    case 'poa':
      return poa === null ? t('review.saysNoPoa') : t('review.saysPoa', { poa: poaName(poa) });
  }
}

/** A POA indicator in one word; the exempt list has a word of its own. */
export function poaName(poa: NonNullable<Finding['poa']>): string {
  return poa === 'exempt' ? t('review.poaExempt') : poa;
}

/** What was said on a finding, and by whom it was. */
export function stepWords({ step }: FindingStep): string {
  return t(`review.step-${step}`);
}

/** An encounter type, or that it is not known. */
export function typeWords(type: EncounterType | null): string {
  return t(typeKeys[type ?? 'unknown']);
}

/** A share of 0 to 1 with one decimal. */
export function percent(value: number): string {
  return new Intl.NumberFormat(currentLocale(), {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(value);
}

/** How much two coders agree beyond chance, in the words of Landis and Koch (Biometrics 33, 1977). */
export function agreementWords(coefficient: number): string {
  if (coefficient < 0) return t('review.agreementPoor');
  if (coefficient <= 0.2) return t('review.agreementSlight');
  if (coefficient <= 0.4) return t('review.agreementFair');
  if (coefficient <= 0.6) return t('review.agreementModerate');
  if (coefficient <= 0.8) return t('review.agreementSubstantial');
  return t('review.agreementAlmostPerfect');
}
