import type { Poa, RejectReason } from '../../../shared/coding.ts';
import type { EntryAction } from '../../../shared/entry.ts';
import type { InterfaceLanguage } from '../../../shared/language.ts';
import type { MissingId } from '../../../shared/missing.ts';
import type { FindingReason, Verdict } from '../../../shared/review.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';

/** Sentences for actions that say something else by what their details hold. */
export type SentenceKey =
  | Exclude<EntryAction, 'finding' | 'respond' | 'settle'>
  | 'poa-none'
  | 'admit-none'
  | 'comment-none'
  | `finding-${Verdict}`
  | 'finding-not-coded'
  | 'respond-agree'
  | 'respond-rebut'
  | 'settle-upheld'
  | 'settle-overturned';

/**
 * What reports say in one language. Words in braces stand for values: `{who}`, `{code}` (with its title),
 * `{from}`, `{to}`, `{order}`, `{target}` (number of an entry) and the like; each sentence has no others than
 * the English one.
 */
export interface Wording {
  quotes: readonly [open: string, close: string];
  sentences: Record<SentenceKey, string>;
  /** What may follow a sentence, each a sentence itself. */
  clauses: {
    emergency: string;
    reason: string;
    score: string;
    notInView: string;
    overridden: string;
    failed: string;
    disabled: string;
    withTexts: string;
    withoutTexts: string;
    note: string;
    said: string;
    evidence: string;
  };
  reasons: Record<RejectReason, string>;
  findingReasons: Record<FindingReason, string>;
  poa: Record<Poa, string>;
  missing: Record<MissingId, string>;
  locks: Record<'key' | 'idle' | 'quit', string>;
  log: {
    title: string;
    ledger: string;
    entries: string;
    /** `{first}`, `{last}`, `{count}` */
    range: string;
    none: string;
    filter: string;
    everything: string;
    filters: Record<'who' | 'action' | 'chart' | 'code' | 'from' | 'to' | 'origin', string>;
    checkpoint: string;
    /** `{size}`, `{root}`, `{at}` */
    checkpointed: string;
    noCheckpoint: string;
    written: string;
    /** `{who}`, `{at}` */
    writtenBy: string;
    texts: string;
    textsIn: string;
    textsOut: string;
    times: string;
    timesUtc: string;
    chart: string;
    house: string;
    /** `{number}` */
    page: string;
    signatures: string;
    meaning: string;
    /** What a signature below means (21 CFR 11.50): read and found to be the record of what was decided. */
    meaningText: string;
    name: string;
    role: string;
    date: string;
    signature: string;
    code: string;
    codeText: string;
    /** The command follows. */
    codeCheck: string;
  };
}

const WORDINGS: Record<InterfaceLanguage, Wording> = { en, es, de };

export function wordingIn(language: InterfaceLanguage): Wording {
  return WORDINGS[language];
}

/** A text with its values in place; one that is not given stands as a dash. */
export function filled(
  text: string,
  values: Readonly<Record<string, string | number | null | undefined>>,
): string {
  return text.replace(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? '–'));
}
