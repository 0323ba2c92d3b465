import type { LedgerEntry } from '../../shared/entry.ts';
import type { MissingId } from '../../shared/missing.ts';
import type { InterfaceLanguage } from '../../shared/language.ts';
import { filled, wordingIn, type SentenceKey, type Wording } from './wording/wording.ts';

/**
 * What an entry records, as a sentence with what qualifies it: reasons, the model's probability, notes and
 * comments, each where the entry holds them. Quotes of the chart are not in it, see {@link quotesOf}.
 */
export function sentenceOf(entry: LedgerEntry, language: InterfaceLanguage): string {
  const wording = wordingIn(language);
  const sentence = filled(wording.sentences[keyOf(entry)], valuesOf(entry, wording));
  return [sentence, ...clausesOf(entry, wording)].join(' ');
}

/** The words that an entry rests on, quoted; empty where it rests on none or they were left out. */
export function quotesOf({ evidence }: LedgerEntry, language: InterfaceLanguage): string {
  const wording = wordingIn(language);
  return evidence
    .filter(({ text }) => text !== '')
    .map(({ text }) => quoted(text, wording))
    .join(' · ');
}

function keyOf({ action, code, details }: LedgerEntry): SentenceKey {
  switch (action) {
    case 'poa':
      return details?.poa ? 'poa' : 'poa-none';
    case 'admit':
      return code === null ? 'admit-none' : 'admit';
    case 'comment':
      return details?.comment === null ? 'comment-none' : 'comment';
    case 'finding': {
      const { verdict, should } = details?.finding ?? {};
      return verdict === 'disagree' && should === null
        ? 'finding-not-coded'
        : `finding-${verdict ?? 'agree'}`;
    }
    case 'respond':
      return details?.response === 'rebut' ? 'respond-rebut' : 'respond-agree';
    case 'settle':
      return details?.upheld === false ? 'settle-overturned' : 'settle-upheld';
    default:
      return action;
  }
}

function valuesOf(entry: LedgerEntry, wording: Wording): Record<string, string | number | null | undefined> {
  const { who, code, title, target, model, details = {} } = entry;
  const poa = details.finding ? details.finding.poa : details.poa;
  const order = details.order ?? details.codes?.map((coded) => coded.code);
  return {
    who,
    code: code === null ? null : titled(code, title),
    from: details.from && titled(details.from, details.fromTitle),
    found: details.found ?? details.finding?.code,
    should: details.finding?.should,
    order: order && order.length > 0 ? order.join(', ') : null,
    poa: poa && wording.poa[poa],
    target,
    model,
    account: details.account?.name,
    roles: details.account?.roles.join(', '),
    idle: details.idleMinutes,
    why: details.why && wording.locks[details.why],
    expected: details.expected,
    head: details.head?.seq,
    what: details.what,
    origin: details.origin,
    sample: details.sample && quoted(details.sample.name, wording),
    count: details.charts?.length,
  };
}

function clausesOf(
  { action, details = {}, note, emergency }: LedgerEntry,
  { clauses, ...wording }: Wording,
): string[] {
  const found: string[] = [];
  const { finding, score, overridden = [], failed = 0 } = details;
  if (details.reason) found.push(filled(clauses.reason, { reason: wording.reasons[details.reason] }));
  if (finding?.reason) found.push(filled(clauses.reason, { reason: wording.findingReasons[finding.reason] }));
  if (score !== undefined) found.push(filled(clauses.score, { percent: Math.round(score * 100) }));
  if (details.inView === false) found.push(clauses.notInView);
  if (overridden.length > 0) {
    const missing = overridden
      .map((id) => (id in wording.missing ? wording.missing[id as MissingId] : id))
      .join(', ');
    found.push(filled(clauses.overridden, { missing }));
  }
  if (failed > 0) found.push(filled(clauses.failed, { failed }));
  if (details.account?.disabled) found.push(clauses.disabled);
  if (action === 'export' && details.excerpts !== undefined)
    found.push(details.excerpts ? clauses.withTexts : clauses.withoutTexts);
  const said = details.comment ?? details.answer ?? details.query?.question;
  const marks = { quotes: wording.quotes };
  if (said) found.push(filled(clauses.said, { said: quoted(said, marks) }));
  if (note !== null && note !== '') found.push(filled(clauses.note, { note: quoted(note, marks) }));
  if (emergency) found.push(clauses.emergency);
  return found;
}

function titled(code: string, title: string | null | undefined): string {
  return title ? `${code} (${title})` : code;
}

function quoted(text: string, { quotes: [open, close] }: Pick<Wording, 'quotes'>): string {
  return `${open}${text.replace(/\s+/gu, ' ').trim()}${close}`;
}
