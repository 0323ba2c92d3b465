import type { EncounterHeader } from '../../shared/chart.ts';
import type { EntryDetails } from '../../shared/coding.ts';
import { t } from '../i18n/i18n.ts';

/** What an entry says beyond its code, one line each. */
export function detailWords(details: EntryDetails | undefined): string[] {
  if (!details) return [];
  const { from, reason, order, poa, comment, query, answer, header, inView } = details;
  return [
    ...(from === undefined ? [] : [t('audit.insteadOf', { code: from })]),
    ...(reason === undefined ? [] : [t('audit.reasonIs', { reason: t(`audit.why-${reason}`) })]),
    ...(inView === false ? [t('audit.unseen')] : []),
    ...(order === undefined ? [] : [t('audit.orderIs', { codes: order.join(', ') })]),
    ...(poa === undefined
      ? []
      : [poa === null ? t('audit.poaGone') : t('audit.poaIs', { poa: poaWords(poa) })]),
    ...(comment === undefined
      ? []
      : [comment === null ? t('audit.commentGone') : t('audit.commentIs', { comment })]),
    ...(query === undefined ? [] : [t('audit.questionIs', { question: query.question })]),
    ...(answer === undefined ? [] : [t('audit.answerIs', { answer })]),
    ...(header === undefined ? [] : [t('audit.headerIs', { fields: headerWords(header) })]),
  ];
}

function poaWords(poa: NonNullable<EntryDetails['poa']>): string {
  return poa === 'exempt' ? t('audit.poaExempt') : poa;
}

function headerWords(header: EncounterHeader): string {
  const { patient, record, type, admitted, encounterDate, due, assigned } = header;
  return [patient, record, type && t(`audit.type-${type}`), admitted, encounterDate, due, assigned]
    .filter((field) => field !== null)
    .join(' · ');
}
