import type { EncounterHeader } from '../../shared/chart.ts';
import type { EntryDetails, LedgerEntry } from '../../shared/entry.ts';
import { formatTime } from '../components/format.ts';
import { t } from '../i18n/i18n.ts';

/** What was done, with the entry it was done to where there is one. */
export function actionWords({ action, target }: Pick<LedgerEntry, 'action' | 'target'>): string {
  const words = t(`audit.did-${action}`);
  return target === null ? words : t('audit.ofEntry', { action: words, entry: String(target) });
}

/** What an entry says beyond its code, one line each. */
export function detailWords(details: EntryDetails | undefined): string[] {
  return details ? [...decisionWords(details), ...reviewWords(details), ...houseWords(details)] : [];
}

function decisionWords(details: EntryDetails): string[] {
  const { from, reason, order, poa, comment, query, answer, header, inView, overridden } = details;
  return [
    ...(from === undefined ? [] : [t('audit.insteadOf', { code: from })]),
    ...(reason === undefined ? [] : [t('audit.reasonIs', { reason: t(`audit.why-${reason}`) })]),
    ...(inView === false ? [t('audit.unseen')] : []),
    ...(order === undefined ? [] : [t('audit.orderIs', { codes: order.join(', ') })]),
    ...(overridden === undefined || overridden.length === 0
      ? []
      : [t('audit.overrode', { count: overridden.length, what: overridden.join(', ') })]),
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

function reviewWords({ sample, seed, charts, codes, finding, response, upheld }: EntryDetails): string[] {
  return [
    ...(sample === undefined ? [] : [t('audit.sampleIs', { name: sample.name })]),
    ...(seed === undefined ? [] : [t('audit.seedIs', { seed })]),
    ...(charts === undefined ? [] : [t('common.charts', { count: charts.length })]),
    ...(codes === undefined ? [] : [codes.map(({ code }) => code).join(', ')]),
    ...(finding === undefined ? [] : [findingWords(finding)]),
    ...(response === undefined ? [] : [t(`audit.response-${response}`)]),
    ...(upheld === undefined ? [] : [t(upheld ? 'audit.upheld' : 'audit.overturned')]),
  ];
}

function findingWords({ verdict, code, should, poa }: NonNullable<EntryDetails['finding']>): string {
  const words = t(`audit.verdict-${verdict}`);
  const about = [code, should, poa === null ? null : poaWords(poa)].filter((part) => part !== null);
  return about.length === 0 ? words : `${words}: ${about.join(' → ')}`;
}

function houseWords(details: EntryDetails): string[] {
  const { account, failed, why, idleMinutes, found, expected, what, excerpts, origin } = details;
  return [
    ...(account === undefined ? [] : [accountWords(account)]),
    ...(failed === undefined || failed === 0 ? [] : [t('audit.failed', { count: failed })]),
    ...(why === undefined ? [] : [t(`audit.lock-${why}`)]),
    ...(idleMinutes === undefined ? [] : [t('audit.idle', { count: idleMinutes })]),
    ...(found === undefined || expected === undefined
      ? []
      : [t('audit.clockWas', { found: formatTime(found), expected: formatTime(expected) })]),
    ...(what === undefined ? [] : [what]),
    ...(excerpts === undefined ? [] : [t(excerpts ? 'audit.textsIn' : 'audit.textsLeftOut')]),
    ...(origin === undefined ? [] : [origin]),
  ];
}

function accountWords({ name, roles, disabled }: NonNullable<EntryDetails['account']>): string {
  const words = roles.map((role) => t(`audit.role-${role}`));
  return `${name}: ${[...words, ...(disabled ? [t('audit.disabled')] : [])].join(', ')}`;
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
